/// An operation on entries; who may call it was decided before.
protocol EntryOperation: Sendable {
    func perform(_ call: EntryCall) async throws(OperationFailure) -> OperationResponse.Outcome
}
