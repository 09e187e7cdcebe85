package import Recordings

/// What resolution decided.
package enum Verdict: Error, Hashable, Sendable {
    /// This entry is asked.
    case entry(IntegrationEntry)
    /// The recording feature is switched off as a whole.
    case featureDisabled
    case unknownUser
    /// The user has no "Recording Playback" assignment.
    case notAssigned
    /// The report's Telephony Server is not in the registry, so nobody can tell whether it is a demonstration simulator.
    case unknownTelephonyServer
    /// The entry to be used, assigned or demonstration, does not exist.
    case entryMissing(CallRecIntGUID)
    /// The assigned entry does not serve the user's scope.
    case outOfScope(IntegrationEntry)

    /// The state of a report row under this verdict; `nil` when an entry was found and its provider decides.
    package var state: AvailabilityState? {
        switch self {
        case .entry: nil
        case .featureDisabled: .featureDisabled
        case .unknownUser, .notAssigned, .entryMissing: .notAssigned
        case .unknownTelephonyServer: .invalid
        case .outOfScope: .outOfScope
        }
    }

    /// The stable word for answers, logs and metrics.
    package var reason: String {
        switch self {
        case .entry: "entryResolved"
        case .featureDisabled: "featureDisabled"
        case .unknownUser: "unknownUser"
        case .notAssigned: "notAssigned"
        case .unknownTelephonyServer: "unknownTelephonyServer"
        case .entryMissing(.demonstrationSimulator): "demonstrationEntryMissing"
        case .entryMissing: "assignedEntryMissing"
        case .outOfScope: "outOfScope"
        }
    }
}
