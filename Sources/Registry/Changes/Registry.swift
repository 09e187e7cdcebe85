package import Foundation
internal import GRDB
package import Logging
package import Recordings
internal import Storage
internal import Synchronization

/// The registry: who the users are, which entry each is assigned, and how each entry's provider is reached.
///
/// Kept in `registry.sqlite`, read from memory. Every decision is made over ``snapshot``, which costs no I/O; every change is one
/// transaction, after which the snapshot is replaced. Several processes may have the same registry open: see ``catchUp()``.
package final class Registry: Sendable {
    let files: RegistryFiles
    let pool: DatabasePool
    let sealer: Sealer
    /// Held for as long as the registry is open: its key is not rotated meanwhile.
    let useLock: FileLock
    let logger: Logger
    let reading: RegistryReading
    let held = Mutex(RegistryContents.none)
    let commits: CommitWatch
    let following = Mutex(Following())
    let handlers = Mutex<[@Sendable (RegistryChange) -> Void]>([])
    private let isClosed = Atomic(false)
    /// What makes room on a full disk; see ``makesRoom(by:)``.
    let roomMaker = Mutex<@Sendable () -> Bool>({ false })
    /// The database file that was opened, to notice when another is put in its place.
    let databaseInode: UInt64?

    private init(
        files: RegistryFiles,
        opened: (pool: DatabasePool, sealer: Sealer),
        useLock: FileLock,
        reading: RegistryReading,
        logger: Logger
    ) {
        self.files = files
        pool = opened.pool
        sealer = opened.sealer
        self.useLock = useLock
        self.logger = logger
        self.reading = reading
        commits = CommitWatch(opened.pool)
        databaseInode = files.identity(of: files.database)?.inode
    }

    /// Opens the registry of a data directory; at the first start, makes the directory, the key, the database and the demonstration entry.
    ///
    /// A demonstration entry that was deleted is put back.
    ///
    /// - Parameters:
    ///   - directory: where its files are.
    ///   - key: where the key of sealed values comes from.
    ///   - reading: how much of it is held in memory; of a large one that is only partly read, the file is not checked as a whole.
    ///   - logger: for what happens.
    /// - Returns: the open registry.
    /// - Throws: `directoryNotUsable`, `damaged`, `newerSchema`, `keyMissing`, `keyWrong`, `keyRefused`, `sealedValueRefused`, `busy`,
    ///   `storageFailed`.
    package static func open(
        directory: URL,
        key: RegistryKeySource = .file(path: nil),
        reading: RegistryReading = .everything,
        logger: Logger
    ) throws(RegistryError) -> Registry {
        let files = RegistryFiles(directory: directory.standardizedFileURL.path, source: key)
        try files.prepareDirectory()
        let useLock = try files.lock(files.useLock, .shared)
        let isWhole = if case .everything = reading { true } else { false }
        let opened = try RegistryOpening(files: files, source: key, checksLargeFile: isWhole).open()
        let registry = Registry(files: files, opened: opened, useLock: useLock, reading: reading, logger: logger)
        try registry.ensureDemonstrationEntry()
        if isWhole { try? registry.checkpoint() }
        let mark = registry.commits.mark
        try registry.reload()
        registry.commits.saw(mark)
        guard isWhole else { return registry }
        let snapshot = registry.snapshot
        logger.info(
            "registry opened",
            metadata: ["entries": "\(snapshot.entries.count)", "users": "\(snapshot.users.count)"]
        )
        registry.tellOtherSpellings(snapshot)
        return registry
    }

    /// Closes the database; the registry must not be used afterwards.
    ///
    /// Closing again does nothing.
    package func close() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        commits.stop()
        do {
            try checkpoint()
            try pool.close()
        } catch {
            logger.warning("registry not closed cleanly", metadata: ["reason": "\(failure(error).reason)"])
        }
    }

    /// The number of the key that values are sealed with: 1, and one more after each rotation.
    package var sealingKeyNumber: Int { Int(sealer.keyID) }

    /// Everything that decisions are made from, as of the last change known to this process.
    package var snapshot: RegistrySnapshot {
        held.withLock { $0.snapshot }
    }

    /// The Partition at a place; from memory, at the same cost among any number of Partitions.
    ///
    /// - Returns: `nil` when there is none, or `scope` is not a Partition's.
    package func partition(at scope: Scope) -> Partition? {
        held.withLock { contents in
            contents.partitionGUIDs[scope].flatMap { contents.snapshot.partitions[$0] }
        }
    }

    /// Grows with each change, in whichever process it was made.
    package var generation: UInt64 {
        held.withLock { $0.generation }
    }

    /// Adds a handler that is called after each change, whoever made it, when the new snapshot is already in place.
    ///
    /// Called on the thread that noticed the change; changes noticed at the same moment may be told in either order.
    package func onChange(_ handler: @escaping @Sendable (RegistryChange) -> Void) {
        handlers.withLock { $0.append(handler) }
    }

    /// Names that came in when they were not compared yet.
    private func tellOtherSpellings(_ snapshot: RegistrySnapshot) {
        for user in snapshot.otherSpellings.prefix(Self.maximumSpellingsTold) {
            logger.warning(
                "two users have one name in two spellings; each counts for its own spelling alone",
                metadata: ["name": "\(user.username)"]
            )
        }
    }

    private static let maximumSpellingsTold = 10

    /// From now on a change for which the disk has no room is tried once more when `makeRoom` has made some.
    package func makesRoom(by makeRoom: @escaping @Sendable () -> Bool) {
        roomMaker.withLock { $0 = makeRoom }
    }

    private func ensureDemonstrationEntry() throws(RegistryError) {
        let guid = CallRecIntGUID.demonstrationSimulator
        do {
            // Most often it is there: no other process's write is waited for.
            guard try pool.read({ try EntryTable.revision(of: guid, $0) }) == nil else { return }
        } catch {
            throw failure(error)
        }
        try write { db, revision in
            guard try EntryTable.revision(of: guid, db) == nil else { return }
            try EntryTable(sealer: self.sealer).save(DemonstrationEntry.initial(revision: revision), db)
        }
    }

    /// Moves the write-ahead log into the database, so that a copy of `registry.sqlite` alone is whole, and damage to it is seen.
    private func checkpoint() throws {
        try pool.writeWithoutTransaction { db in
            _ = try db.checkpoint(.truncate)
        }
    }

    func failure(_ error: any Error) -> RegistryError {
        RegistryError(error, databasePath: files.database)
    }
}
