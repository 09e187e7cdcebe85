package import Foundation
internal import GRDB
internal import Storage

extension PlaybackAudit {
    /// Checks the chain of all rows, and that what was noted of it is there.
    ///
    /// - Parameters:
    ///   - noted: a head that was told earlier, to see that its row is still there.
    ///   - knownGaps: the rows that tell of gaps which somebody knows the reason of.
    /// - Returns: what was found.
    /// - Throws: `notUsable` when the file cannot be read.
    package func verify(
        noted: AuditVerification.Head? = nil,
        knownGaps: Set<Int64> = []
    ) async throws(AuditError) -> AuditVerification {
        let standard = AuditExamination.Standard(
            // Before the database, which is never behind it.
            reading: store.headFile.read(),
            noted: noted,
            knownGaps: knownGaps,
            retentionDays: limits.retentionDays,
            now: now()
        )
        do {
            return try await store.pool.read { [chain = store.chain] in
                try AuditExamination.run($0, chain: chain, standard: standard)
            }
        } catch {
            throw AuditError(error, path: store.path)
        }
    }

    /// Checks the audit of a data directory without changing anything, also beside a running service.
    ///
    /// - Parameters:
    ///   - directory: where it lies.
    ///   - limits: how long rows are kept, and where the key is.
    ///   - noted: a head that was told earlier.
    ///   - knownGaps: the rows that tell of gaps which somebody knows the reason of.
    ///   - now: the time.
    /// - Returns: what was found.
    /// - Throws: `notUsable` when it cannot be read, `damaged`, `newerSchema`; `keyMissing`, `keyWrong`, `keyUnreadable` when it cannot be checked.
    package static func verify(
        directory: String,
        limits: Limits,
        noted: AuditVerification.Head? = nil,
        knownGaps: Set<Int64> = [],
        now: Date = Date()
    ) throws(AuditError) -> AuditVerification {
        let files = AuditFiles(directory: directory, keyFile: limits.keyFile)
        var standard = AuditExamination.Standard(
            noted: noted,
            knownGaps: knownGaps,
            retentionDays: limits.retentionDays,
            now: now
        )
        do {
            let keyFile = AuditKeyFile(path: files.key)
            let found = try AuditOpening.Found(files.kept)
            switch AuditOpening(found, key: try keyFile.load(), new: try keyFile.loadNew()) {
            case .refused(.keyOfAnother):
                var verification = AuditVerification()
                verification.findings = [.replacedByUnkeyed]
                return verification
            case .refused(let refusal):
                throw refusal.error(path: files.database, key: files.key)
            case .with(let key), .giving(let key?):
                guard case .keyed(let state?, _) = found else { return try check(files, .unkeyed, standard) }
                standard.reading = AuditHeadFile(path: files.head, key: key).read()
                return try check(files, AuditChain(key: key, state: state), standard)
            case .anew(let key):
                guard case .note(let note) = AuditHeadFile(path: files.head, key: key).read() else {
                    throw AuditError.damaged(path: files.database, problem: "it is empty, yet it has a key")
                }
                var verification = AuditVerification()
                verification.findings = [.replaced(lastNoted: note.sequence)]
                return verification
            case .giving(nil):
                return try check(files, .unkeyed, standard)
            }
        } catch {
            throw AuditError(error, path: files.database)
        }
    }

    private static func check(
        _ files: AuditFiles,
        _ chain: AuditChain,
        _ standard: AuditExamination.Standard
    ) throws -> AuditVerification {
        let verification = try files.kept.reading { try AuditExamination.run($0, chain: chain, standard: standard) }
        guard let verification else { throw AuditError.notUsable(path: files.database, problem: "there is none") }
        return verification
    }
}

extension PlaybackAudit {
    /// What tells the key of a data directory's audit from another, without saying anything of it; `nil` where there is none.
    ///
    /// - Throws: `keyUnreadable`.
    package static func keyFingerprint(directory: String, keyFile: String) throws(AuditError) -> String? {
        try AuditKeyFile(path: AuditFiles(directory: directory, keyFile: keyFile).key).load()?.fingerprint
    }
}
