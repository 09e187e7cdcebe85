internal import GRDB

extension PlaybackAudit {
    /// Copies the audit while it is in use, as it was at one moment, and checks the copy's chain.
    ///
    /// - Parameter path: a file that does not exist yet; made for the owner alone.
    /// - Returns: what checking the copy found.
    /// - Throws: `notUsable` when the copy cannot be made or read, `damaged` when its chain is not whole.
    @discardableResult
    package func backUp(to path: String) throws(AuditError) -> AuditVerification {
        try AuditStore.makePrivate(path)
        let verification: AuditVerification
        do {
            let copy = try DatabaseQueue(path: path)
            defer { try? copy.close() }
            try store.pool.backup(to: copy)
            verification = try copy.read { try AuditVerification($0, noted: nil) }
        } catch {
            throw .notUsable(path: path, problem: AuditStore.problem(error))
        }
        if let finding = verification.findings.first { throw .damaged(path: path, problem: "\(finding)") }
        return verification
    }
}
