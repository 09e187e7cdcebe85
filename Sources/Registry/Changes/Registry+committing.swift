internal import GRDB
internal import Storage
internal import Synchronization

extension Registry {
    /// The body of a write: makes its changes in the transaction, or none; given the revision for the entries that it saves.
    typealias Change = @Sendable (Database, Int64) throws -> Void

    /// Makes a change in one transaction, then in memory; blocks until done, and is not for tasks.
    ///
    /// - Throws: what `change` throws, `busy`, `storageFailed`.
    func write(_ change: Change) throws(RegistryError) {
        let committed: Committed?
        do {
            committed = try withRoom {
                try pool.writeWithoutTransaction { db in try self.commit(change, isAnnounced: false, db) }
            }
        } catch {
            throw failure(error)
        }
        if let committed, !follow(committed) { try reload() }
    }

    /// Makes a change in one transaction, then in memory, without holding up the caller's thread.
    ///
    /// - Parameters:
    ///   - isAnnounced: whether other processes are to know of it though no row is different.
    ///   - change: what to do.
    /// - Throws: what `change` throws, `busy`, `storageFailed`.
    func write(isAnnounced: Bool = false, _ change: @escaping Change) async throws(RegistryError) {
        let committed: Committed?
        do {
            committed = try await withRoom {
                try await self.pool.writeWithoutTransaction { db in
                    try self.commit(change, isAnnounced: isAnnounced, db)
                }
            }
        } catch {
            throw failure(error)
        }
        if let committed, !follow(committed) { try await refreshIfChanged() }
    }

    /// Writes, and once more when there was no room and some could be made.
    private func withRoom<Value>(_ write: () throws -> Value) throws -> Value {
        do {
            return try write()
        } catch  where DatabaseFile.isFull(error) {
            guard roomMaker.withLock({ $0 })() else { throw error }
            return try write()
        }
    }

    private func withRoom<Value: Sendable>(_ write: @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await write()
        } catch  where DatabaseFile.isFull(error) {
            guard roomMaker.withLock({ $0 })() else { throw error }
            return try await write()
        }
    }

    /// Reads what is new, and replaces what is held unless that is newer; blocks until done.
    ///
    /// Not for tasks: readings that wait for a task's thread hold the connections that a thread would wait for here.
    func reload() throws(RegistryError) {
        do {
            _ = try pool.read { db in try self.take(over: db) }
        } catch {
            throw failure(error)
        }
    }

    /// Takes over what other processes have changed; one read of one row when there is nothing.
    ///
    /// - Returns: whether there was something.
    /// - Throws: `busy`, `damaged`, `storageFailed`, `sealedValueRefused`, `cancelled`.
    @discardableResult
    package func refreshIfChanged() async throws(RegistryError) -> Bool {
        do {
            return try await pool.read { db in try self.take(over: db) }
        } catch {
            throw failure(error)
        }
    }

    /// Takes over what a connection reads, if it is anything new.
    ///
    /// - Returns: whether it was.
    @discardableResult
    func take(over db: Database) throws -> Bool {
        let old = held.withLock { $0 }
        let generation = try StateTable.generation(db)
        guard generation != old.generation else { return false }
        let position = try ChangeTable.position(db)
        guard old.generation > 0, let changes = try ChangeTable.changes(after: old.position, upTo: position, db) else {
            let new = try reading.contents(db, sealer: sealer, known: old)
            return replace(old, with: new, telling: RegistryChange(from: old, to: new))
        }
        let edit = try RegistryEdit(changes, db, sealer: sealer)
        return replace(
            old,
            with: edit.applied(to: old, generation: generation, position: position),
            telling: RegistryChange(edit, from: old, generation: generation)
        )
    }

    private struct Committed {
        /// `nil` when so much was changed that everything is read anew.
        let edit: RegistryEdit?
        let generation: UInt64
        /// The change log right before and after.
        let positions: (old: Int64, new: Int64)
        /// The database with this change and no later one; `nil` when it cannot be told.
        var mark: CommitWatch.Mark?
    }

    private func commit(_ change: Change, isAnnounced: Bool, _ db: Database) throws -> Committed? {
        var committed: Committed?
        try db.inTransaction(.immediate) {
            committed = try self.run(change, isAnnounced: isAnnounced, db)
            return .commit
        }
        // Taken before looking whether another process has committed since.
        let mark = commits.mark
        if let generation = committed?.generation, try StateTable.generation(db) == generation {
            committed?.mark = mark
        }
        return committed
    }

    private func run(_ change: Change, isAnnounced: Bool, _ db: Database) throws -> Committed? {
        let (generation, old) = (try StateTable.generation(db), try ChangeTable.position(db))
        try change(db, Int64(generation) + 1)
        let new = try ChangeTable.position(db)
        guard new != old || isAnnounced else { return nil }
        let changes = try ChangeTable.changes(after: old, upTo: new, db)
        let edit = try changes.map { try RegistryEdit($0, db, sealer: sealer) }
        try ChangeTable.endChange(at: new, db)
        try StateTable.setGeneration(generation + 1, db)
        return Committed(edit: edit, generation: generation + 1, positions: (old, new))
    }

    /// Follows a committed change in memory by its edit, when nothing lies between.
    ///
    /// - Returns: `false` where what is new has to be read.
    private func follow(_ committed: Committed) -> Bool {
        let old = held.withLock { $0 }
        guard old.generation < committed.generation else { return true }
        guard let edit = committed.edit, old.generation + 1 == committed.generation,
            old.position == committed.positions.old
        else { return false }
        let isNew = replace(
            old,
            with: edit.applied(to: old, generation: committed.generation, position: committed.positions.new),
            telling: RegistryChange(edit, from: old, generation: committed.generation)
        )
        if isNew { commits.saw(committed.mark) }
        return true
    }

    /// - Returns: whether the new contents were newer than what was held, and those they were made from still held.
    @discardableResult
    private func replace(
        _ old: RegistryContents,
        with new: RegistryContents,
        telling change: @autoclosure () -> RegistryChange
    ) -> Bool {
        let isNew = held.withLock { current in
            guard current.generation < new.generation else { return false }
            current = new
            return true
        }
        guard isNew else { return false }
        let change = change()
        for handler in handlers.withLock({ $0 }) { handler(change) }
        return true
    }
}
