internal import Foundation
internal import Recordings

extension CallSegment.Direction {
    /// As a word of its own.
    var word: String {
        switch self {
        case .inbound: "Inbound"
        case .outbound: "Outbound"
        case .internal: "Internal"
        }
    }

    var icon: ConsoleIcon {
        switch self {
        case .inbound: .inbound
        case .outbound: .outbound
        case .internal: .internal
        }
    }
}

extension AvailabilityState {
    /// What stands in a row; the scripts have the same words.
    var word: String {
        switch self {
        case .available: "Available"
        case .processing: "Arriving"
        case .notFound: "No recording"
        case .notAssigned: "Not assigned"
        case .outOfScope: "Out of scope"
        case .featureDisabled: "Switched off"
        case .expired: "Expired"
        case .ambiguous: "Several match"
        case .providerError: "Provider error"
        case .unknown: "Not checked yet"
        case .invalid: "Invalid row"
        }
    }
}

extension HTML {
    /// A time in UTC, which a script turns into the viewer's own.
    static func time(_ date: Date) -> HTML {
        let text = date.formatted(.iso8601)
        return
            "<time class=\"local\" datetime=\"\(text)\">\(text.replacing("T", with: " ").replacing("Z", with: " UTC"))</time>"
    }

    /// A length such as 3:04.
    static func clock(seconds: Int) -> HTML {
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
