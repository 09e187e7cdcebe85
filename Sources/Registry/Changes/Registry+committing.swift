internal import GRDB
internal import Recordings
internal import Storage
internal import Synchronization

extension Registry {
    /// The body of a write: makes its changes in the transaction, and tells what they were.
    ///
    /// It is given the contents as they are in the database right now, and the revision for the entries it saves.
    typealias Change = @Sendable (Database, RegistryContents, Int64) throws -> RegistryEdit

    /// Makes a change in one transaction, then in memory.
    func write(_ change: Change) throws(RegistryError) {
        let committed: Committed?
        do {
            committed = try withRoom { try pool.writeWithoutTransaction { db in try self.commit(change, db) } }
        } catch {
            throw failure(error)
        }
        if let committed { try publish(committed) }
    }

    /// Makes a change in one transaction, then in memory, without holding up the caller's thread.
    func write(_ change: @escaping Change) async throws(RegistryError) {
        let committed: Committed?
        do {
            committed = try await withRoom {
                try await self.pool.writeWithoutTransaction { db in try self.commit(change, db) }
            }
        } catch {
            throw failure(error)
        }
        if let committed { try publish(committed) }
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

    /// Reads everything again, and replaces what is held unless that is newer.
    func reload() throws(RegistryError) {
        let old = held.withLock { $0 }
        let new: RegistryContents
        do {
            new = try pool.read { db in try self.contents(db, known: old) }
        } catch {
            throw failure(error)
        }
        replace(old, with: new)
    }

    /// Takes over what other processes have changed; one read of one row when there is nothing.
    ///
    /// - Returns: whether there was something.
    /// - Throws: `busy`, `damaged`, `storageFailed`, `sealedValueRefused`, `cancelled`.
    @discardableResult
    package func refreshIfChanged() async throws(RegistryError) -> Bool {
        let old = held.withLock { $0 }
        let new: RegistryContents?
        do {
            new = try await pool.read { db in
                try StateTable.generation(db) == old.generation ? nil : try self.contents(db, known: old)
            }
        } catch {
            throw failure(error)
        }
        guard let new else { return false }
        return replace(old, with: new)
    }

    /// Takes over what a connection reads, if it is anything new.
    func take(over db: Database, from old: RegistryContents) throws {
        guard try StateTable.generation(db) != old.generation else { return }
        replace(old, with: try contents(db, known: old))
    }

    private struct Committed {
        let edit: RegistryEdit
        let generation: UInt64
        /// The database with this change and no later one; `nil` when it cannot be told.
        var mark: CommitWatch.Mark?
    }

    private func commit(_ change: Change, _ db: Database) throws -> Committed? {
        var committed: Committed?
        try db.inTransaction(.immediate) {
            committed = try self.change(change, db)
            return .commit
        }
        // Taken before looking whether another process has committed since.
        let mark = commits.mark
        if let generation = committed?.generation, try StateTable.generation(db) == generation {
            committed?.mark = mark
        }
        return committed
    }

    private func change(_ change: Change, _ db: Database) throws -> Committed? {
        let generation = try StateTable.generation(db)
        let inMemory = held.withLock { $0 }
        let current = inMemory.generation == generation ? inMemory : try contents(db, known: inMemory)
        let edit = try change(db, current, Int64(generation) + 1)
        guard !edit.isEmpty else { return nil }
        try StateTable.setGeneration(generation + 1, db)
        return Committed(edit: edit, generation: generation + 1)
    }

    /// Follows a committed change in memory: by the edit when nothing lies between, else by reading again.
    private func publish(_ committed: Committed) throws(RegistryError) {
        let old = held.withLock { $0 }
        guard old.generation + 1 == committed.generation else {
            if old.generation < committed.generation { try reload() }
            return
        }
        let new = committed.edit.applied(to: old, generation: committed.generation)
        if swap(to: new) {
            tell(RegistryChange(committed.edit, generation: committed.generation))
            commits.saw(committed.mark)
        }
    }

    /// - Returns: whether the new contents were newer than what was held.
    @discardableResult
    private func replace(_ old: RegistryContents, with new: RegistryContents) -> Bool {
        guard swap(to: new) else { return false }
        tell(RegistryChange(from: old, to: new))
        return true
    }

    private func swap(to new: RegistryContents) -> Bool {
        held.withLock { current in
            guard current.generation < new.generation else { return false }
            current = new
            return true
        }
    }

    private func tell(_ change: RegistryChange) {
        for handler in handlers.withLock({ $0 }) {
            handler(change)
        }
    }

    private func contents(_ db: Database, known: RegistryContents) throws -> RegistryContents {
        let partitions = try PartitionTable.all(db)
        let users = try UserTable.all(db)
        return RegistryContents(
            generation: try StateTable.generation(db),
            snapshot: RegistrySnapshot(
                telephonyServers: try TelephonyServerTable.all(db),
                partitions: partitions,
                users: users.byName,
                otherSpellings: users.otherSpellings,
                entries: try EntryTable(sealer: sealer).all(db, known: known.snapshot.entries)
            ),
            partitionGUIDs: Dictionary(partitions.values.map { ($0.scope, $0.partitionGUID) }) { first, _ in first },
            tokens: try TokenTable.accepted(db)
        )
    }
}
