package import Recordings

/// The question that resolution answers: whose recording account is asked for this user's report.
package struct ResolutionRequest: Hashable, Sendable {
    package let username: String
    /// The Telephony Server that the report was run across.
    package let telSysID: TelSysID

    package init(username: String, telSysID: TelSysID) {
        self.username = username
        self.telSysID = telSysID
    }
}
