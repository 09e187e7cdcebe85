internal import Recordings

/// Rule 3: the user has a "Recording Playback" assignment.
///
/// Without one no provider is contacted, simulator or not.
///
/// Source: Call Recording Integration Entries, "When Are Recording Integration Entries Used?".
struct AssignmentRule {
    func finding(for user: ReportingUser) -> RuleFinding<CallRecIntGUID> {
        guard let assigned = user.recordingPlayback else {
            let detail = "User \"\(user.username)\" has no \"Recording Playback\" assignment; no provider is contacted."
            return .fail(.notAssigned, detail: detail)
        }
        return .pass(assigned, detail: "User \"\(user.username)\" is assigned the integration entry \(assigned).")
    }
}
