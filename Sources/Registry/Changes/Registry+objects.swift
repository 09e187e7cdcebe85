package import Foundation
internal import GRDB
package import Recordings
internal import Synchronization

/// One object at a time, for programs and people.
extension Registry {
    /// An object as it is stored now.
    ///
    /// - Parameter key: of the object; a user's in whatever spelling.
    /// - Returns: `nil` where there is none.
    /// - Throws: `busy`, `storageFailed`, `sealedValueRefused`.
    package func object(_ key: ObjectKey) async throws(RegistryError) -> StoredObject? {
        do {
            return try await pool.read { db in try StoredObject.read(key, db, sealer: self.sealer) }
        } catch {
            throw failure(error)
        }
    }

    /// Makes, changes or deletes an object, with an audit row when it is different afterwards; conditions and rights are looked at in the same transaction.
    ///
    /// - Parameters:
    ///   - change: what is asked.
    ///   - scope: what may be changed.
    ///   - author: for the audit.
    ///   - idempotencyKey: `nil` for a request that is done each time that it comes.
    ///   - answer: what is kept for the case that the same request comes again.
    /// - Returns: what became of the object, or what was answered to the same request before.
    /// - Throws: `objectRefused`, `busy`, `storageFailed`.
    package func perform(
        _ change: ObjectChange,
        within scope: AdministratorScope = .everything,
        by author: AuditAuthor,
        once idempotencyKey: IdempotencyKey? = nil,
        answer: @escaping @Sendable (ObjectOutcome) throws -> Data = { _ in Data() }
    ) async throws(RegistryError) -> Once<ObjectOutcome> {
        let whole: ImportedObject?
        do throws(ObjectRefusal) {
            // Before anybody has to wait for it.
            whole = try change.says(allOf: change.key)
        } catch {
            throw .objectRefused(error)
        }
        return try await once(idempotencyKey, at: author.at, answer: answer) { db, revision in
            let work = ObjectWork(db: db, sealer: self.sealer, revision: revision, scope: scope, author: author)
            return try work.perform(change, whole: whole)
        }
    }

    /// Makes a change in one transaction with the answer that is kept of it, unless it was made before.
    func once<Outcome: Sendable>(
        _ key: IdempotencyKey?,
        at now: Date,
        answer: @escaping @Sendable (Outcome) throws -> Data,
        _ change: @escaping @Sendable (Database, Int64) throws -> Outcome
    ) async throws(RegistryError) -> Once<Outcome> {
        let table = KeptAnswerTable(sealer: sealer)
        let result = Mutex<Once<Outcome>?>(nil)
        try await write { db, revision in
            if let key, let kept = try table.answer(to: key, now: now, db) {
                result.withLock { $0 = .repeated(kept) }
                return
            }
            let outcome = try change(db, revision)
            if let key { try table.keep(try answer(outcome), to: key, now: now, db) }
            result.withLock { $0 = .done(outcome) }
        }
        guard let result = result.withLock({ $0 }) else { preconditionFailure("a write that returns was made") }
        return result
    }
}

extension ObjectChange {
    /// What the body says, when it says all of an object.
    ///
    /// - Throws: `fieldsInvalid`.
    fileprivate func says(allOf key: ObjectKey?) throws(ObjectRefusal) -> ImportedObject? {
        switch method {
        case .post, .put: try form.whole(body, key: key)
        case .patch, .delete: nil
        }
    }
}
