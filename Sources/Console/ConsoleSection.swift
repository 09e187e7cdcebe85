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
}
