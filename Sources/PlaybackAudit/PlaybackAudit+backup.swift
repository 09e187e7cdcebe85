internal import Foundation
internal import Storage

extension PlaybackAudit {
    /// Copies the audit while it is in use, as it was at one moment, and checks the copy's chain.
    ///
    /// - Parameter path: a file that does not exist yet; made for the owner alone.
    /// - Returns: what checking the copy found; rows that were missing at an earlier start are told, and no hindrance.
    /// - Throws: `notUsable` when the copy cannot be made or read, `damaged` when its chain is not whole.
    @discardableResult
    package func backUp(to path: String) throws(AuditError) -> AuditVerification {
        // Before the copy, which is then not behind it.
        let reading = store.headFile.read()
        let verification: AuditVerification
        do {
            let standard = AuditExamination.Standard(
                reading: reading,
                retentionDays: limits.retentionDays,
                now: now()
            )
            verification = try KeptDatabase.copy(store.pool, to: path) {
                try AuditExamination.run($0, chain: store.chain, standard: standard)
            }
        } catch {
            throw AuditError(error, path: path)
        }
        if let finding = verification.findings.first(where: { !$0.isTold }) {
            throw .damaged(path: path, problem: "\(finding)")
        }
        return verification
    }
}

extension AuditVerification.Finding {
    /// Whether a row of the audit tells of it, so that no copy hides it.
    fileprivate var isTold: Bool {
        if case .lost = self { return true }
        return false
    }
}
