import Registry

extension ServiceUnderTest {
    /// What the registry's audit has of its objects, the newest first: what the tests' own tokens and the first key left there is no object's.
    func objectChanges() async throws -> [AuditRow] {
        try await registry.auditRows(limit: 1_000).filter { ![.token, .key].contains($0.action.kind) }
    }
}
