package import Recordings

/// A part of the console that the navigation leads to.
package enum ConsoleSection: Sendable, Hashable, CaseIterable {
    case calls

    package var path: String {
        switch self {
        case .calls: "/"
        }
    }

    package var label: String {
        switch self {
        case .calls: "Calls"
        }
    }

    package var icon: ConsoleIcon {
        switch self {
        case .calls: .list
        }
    }

    /// Whether only administrators may see it; others are not led there.
    package var isForAdministrators: Bool {
        switch self {
        case .calls: false
        }
    }

    /// Path and query of the page that explains why a call can or cannot be played; `nil` while there is none.
    package static func explanation(of segment: CallSegment, for username: String) -> String? {
        guard let section = allCases.first(where: { $0.path == "/console/why" }) else { return nil }
        return section.path + "?" + CallQuery(segment, username: username).text
    }
}
