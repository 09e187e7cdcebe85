package import Foundation
internal import GRDB
internal import Recordings
internal import Synchronization

extension Registry {
    /// Imports a file: inserts what is new, changes what is different, and leaves alone what the file does not name.
    ///
    /// All or nothing. Blocks until done; while it runs, other writers wait and readers do not.
    ///
    /// - Parameters:
    ///   - data: JSON as the manual's section on the import file describes it.
    ///   - progress: told as objects are written; what is written counts only when the import returns.
    /// - Returns: how many objects of each kind were inserted, changed and left as they were.
    /// - Throws: `importRefused` with the line and what would be right; `busy`, `storageFailed`.
    @discardableResult
    package func importFile(
        _ data: Data,
        progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) throws(RegistryError) -> ImportSummary {
        let file = try ImportReader.read(data)
        let summary = Mutex(ImportSummary())
        try withoutActuallyEscaping(progress) { progress throws(RegistryError) in
            try write { db, contents, revision in
                let plan = try self.plan(file, data, contents.snapshot, revision, db)
                try ImportWriter(sealer: self.sealer, progress: progress).write(plan, db)
                summary.withLock { $0 = plan.summary }
                return plan.edit
            }
        }
        return summary.withLock { $0 }
    }

    private func plan(
        _ file: ImportFile,
        _ data: Data,
        _ base: RegistrySnapshot,
        _ revision: Int64,
        _ db: Database
    ) throws -> ImportPlan {
        let users = UserTable(sealer: sealer)
        do {
            return try ImportPlan(file, over: base, revision: revision) { username, verifier in
                try users.passwordVerifier(of: username, db) == verifier
            }
        } catch let problem as ImportProblem {
            throw ImportReader.refusal(problem, in: data)
        }
    }
}
