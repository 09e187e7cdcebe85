internal import Foundation
internal import Logging
internal import PlaybackAudit
internal import Registry
internal import SliceCache
internal import Storage
internal import Transport

/// What lies in a data directory, opened part by part: each command opens what it needs, and nothing else is touched.
///
/// Who changes index or audio takes the lock first. Registry and audit take care of themselves, and so does who only reads.
struct Stores: Sendable {
    let configuration: ServiceConfiguration
    let logger: Logger
    let now: @Sendable () -> Date

    private var directory: String { configuration.dataDirectory }

    /// The right to change index and audio.
    ///
    /// - Parameters:
    ///   - command: what the holder is called.
    ///   - refusal: what to say when another process has it, whose name is given.
    /// - Returns: the lock, to be held for as long as either is open.
    /// - Throws: `refusal`, or `directoryNotLockable`; nothing was changed then.
    func lock(
        for command: String,
        refusal: (_ holder: String) -> ServiceStartError
    ) throws(ServiceStartError) -> DataDirectoryLock {
        do throws(DataDirectoryLock.Failure) {
            return try DataDirectoryLock(directory, command: command, since: RFC3339.text(now()))
        } catch {
            switch error {
            case .held(let holder): throw refusal(holder)
            case .notUsable(let problem): throw .directoryNotLockable(path: directory, problem: problem)
            }
        }
    }

    /// Makes room on a full disk for the databases to open; to be called with the lock, before they are.
    func makeRoom() {
        let deleted = StartRoom.make(in: directory, limits: configuration.cache)
        guard deleted > 0 else { return }
        logger.warning("disk full, cached audio deleted before the start", metadata: ["recordings": "\(deleted)"])
    }

    /// The registry.
    ///
    /// - Parameter reading: how much of it is held in memory.
    /// - Returns: the registry, open.
    /// - Throws: as `Registry.open`.
    func registry(_ reading: RegistryReading = .everything) throws(RegistryError) -> Registry {
        try Registry.open(
            directory: URL(fileURLWithPath: directory, isDirectory: true),
            key: configuration.registryKeySource,
            reading: reading,
            logger: logger
        )
    }

    /// The audio cache, to be opened with the lock; from now on it makes room for the registry.
    func cache(client: HTTPClient, for registry: Registry) async throws(ServiceStartError) -> SliceCache {
        let cache: SliceCache
        do {
            cache = try await SliceCache.open(
                folder: directory,
                limits: configuration.cache,
                client: client,
                logger: logger,
                now: now
            )
        } catch {
            throw .cacheNotUsable(error)
        }
        registry.makesRoom { [weak cache] in cache?.makeRoom() ?? false }
        return cache
    }

    /// The audit, for which `cache` makes room.
    func audit(roomFrom cache: SliceCache) throws(AuditError) -> PlaybackAudit {
        let audit = try PlaybackAudit(directory: directory, limits: configuration.audit, logger: logger, now: now)
        audit.makesRoom { [weak cache] in cache?.makeRoom() ?? false }
        return audit
    }

    /// What is in the cache, to read alone.
    func inventory() throws(ServiceStartError) -> SliceInventory {
        do {
            return try SliceInventory(folder: directory)
        } catch {
            throw .cacheNotUsable(error)
        }
    }
}

extension ServiceStartError {
    /// What a failure below means; on a full disk the words of SQLite would say something else.
    static func cacheNotUsable(_ error: any Error) -> ServiceStartError {
        .cacheNotUsable(problem: DatabaseFile.isFull(error) ? "the disk is full" : "\(error)")
    }
}
