package import Recordings

/// A part of the console that the navigation leads to.
package enum ConsoleSection: Sendable, Hashable, CaseIterable {
    case calls, why, live, administration

    package var path: String {
        switch self {
        case .calls: "/"
        case .why: "/console/why"
        case .live: "/console/live"
        case .administration: AdministrationSection.recording.path
        }
    }

    package var label: String {
        switch self {
        case .calls: "Calls"
        case .why: "Why?"
        case .live: "Live"
        case .administration: "Administration"
        }
    }

    package var icon: ConsoleIcon {
        switch self {
        case .calls: .list
        case .why: .unknown
        case .live: .pulse
        case .administration: .tree
        }
    }

    /// Whether only administrators may see it; others are not led there.
    package var isForAdministrators: Bool {
        switch self {
        case .calls: false
        case .why, .live, .administration: true
        }
    }

    /// Whether it is of no use to who administers a part.
    package var isAboutEverything: Bool { self == .live }

    /// Path and query of the page that explains why a call can or cannot be played.
    package static func explanation(of segment: CallSegment, for username: String) -> String {
        why.path + "?" + CallQuery(segment, username: username).text
    }
}
