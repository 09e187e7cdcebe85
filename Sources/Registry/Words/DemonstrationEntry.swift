internal import Recordings

/// The entry used instead of a user's own when a report ran across a demonstration simulator.
///
/// Source: Call Recording Integration Entries, "When Are Recording Integration Entries Used?": created automatically by default.
enum DemonstrationEntry {
    static let description = "Dubber: Demonstration Simulator"

    /// The entry as it is first created; hosts and credentials are imported later.
    static func initial(revision: Int64) -> IntegrationEntry {
        entry(settings: .empty, revision: revision)
    }

    /// The entry with other settings; its description, type and scope are fixed.
    static func entry(settings: APICommunicationSettings, revision: Int64) -> IntegrationEntry {
        IntegrationEntry(
            callRecIntGUID: .demonstrationSimulator,
            callRecIntType: .dubber,
            scope: .applicationWide,
            description: description,
            settings: settings,
            revision: revision
        )
    }
}

extension APICommunicationSettings {
    /// No host and no credentials.
    static let empty = APICommunicationSettings(
        ipAddrOrHost1: "",
        ipAddrOrHost2: "",
        authUserID1: Secret(""),
        authUserID2: Secret(""),
        apiParameter1: Secret(""),
        apiParameter2: Secret("")
    )
}
