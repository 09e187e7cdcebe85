internal import Recordings

/// Tells everything about an entry.
///
/// Source: Call Recording Integration Entries, "CallRecIntInfo".
struct CallRecIntInfo: EntryOperation {
    func perform(_ call: EntryCall) async throws(OperationFailure) -> OperationResponse.Outcome {
        let entry = try call.entry()
        try call.administrator.checkMayAct(on: entry.scope)
        return .success(EntryDescription(entry: entry).items)
    }
}
