internal import Recordings
internal import Registry

/// Deletes an entry; users assigned it are left without an assignment.
///
/// Source: Call Recording Integration Entries, "CallRecIntDelete".
struct CallRecIntDelete: EntryOperation {
    private static let demonstrationEntryDetail = """
        This is the demonstration entry, which reports across demonstration simulators play their recordings through; \
        it must not be deleted.
        """

    func perform(_ call: EntryCall) async throws(OperationFailure) -> OperationResponse.Outcome {
        let entry = try call.entry()
        guard entry.callRecIntGUID != .demonstrationSimulator else {
            throw OperationFailure(.noPermission, Self.demonstrationEntryDetail)
        }
        try call.administrator.checkMayAct(on: entry.scope)
        try await call.change { () async throws(RegistryError) in
            try await call.registry.deleteEntry(entry, by: call.author)
        }
        return .done
    }
}
