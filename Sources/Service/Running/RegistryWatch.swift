internal import Logging
internal import Recordings
internal import Registry
internal import ServiceLifecycle
internal import SliceCache
internal import Synchronization

/// Follows the registry: looks for changes that other processes made, and lets go of what a changed entry taught, and ends the sessions of who lost the right to them; of what the provider has
/// forgotten too, though nobody asks for it.
struct RegistryWatch: ServiceLifecycle.Service {
    /// How often it is looked whether another process changed something, which each request looks at for itself: for answers under way.
    static let glancePeriod = Duration.milliseconds(250)
    /// After so many of those the database is read all the same, should the look at memory tell nothing.
    private static let glancesPerReading = 4
    /// How often recordings that the provider has forgotten are looked for.
    static let expiryPeriod = Duration.seconds(60)
    /// How often the disk's free space is looked at though nothing is fetched: others fill it too.
    static let floorPeriod = Duration.seconds(5)

    let registry: Registry
    let provider: any RecordingProvider
    let cache: SliceCache
    let sessions: SessionKeeper
    let logger: Logger

    func run() async throws {
        let (changes, channel) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let changed = Mutex<Set<CallRecIntGUID>>([])
        registry.onChange { change in
            changed.withLock { $0.formUnion(change.changedEntries.union(change.deletedEntries)) }
            channel.yield()
        }
        let known = registry.snapshot
        await cache.purge { known.entries[$0.entry] == nil }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                await cancelWhenGracefulShutdown { await poll() }
                channel.finish()
            }
            tasks.addTask {
                await cancelWhenGracefulShutdown { await removeExpired() }
            }
            tasks.addTask {
                await cancelWhenGracefulShutdown { await keepFloor() }
            }
            var latest = known
            for await _ in changes {
                // Before the snapshot: what changes in between comes again.
                let guids = changed.withLock { guids in
                    defer { guids = [] }
                    return guids
                }
                let snapshot = registry.snapshot
                await follow(EntryChanges(of: guids, from: latest, to: snapshot))
                latest = snapshot
                await sessions.refresh()
            }
        }
    }

    private func poll() async {
        var hasFailed = false
        while !Task.isCancelled {
            for _ in 0..<Self.glancesPerReading {
                await registry.catchUp()
                try? await Task.sleep(for: Self.glancePeriod)
            }
            do {
                _ = try await registry.refreshIfChanged()
                hasFailed = false
            } catch  where !Task.isCancelled {
                if !hasFailed { logger.error("registry cannot be read", metadata: ["reason": "\(error.reason)"]) }
                hasFailed = true
            } catch {
                // A stop came in between.
            }
        }
    }

    private func removeExpired() async {
        while !Task.isCancelled {
            await cache.removeExpired()
            try? await Task.sleep(for: Self.expiryPeriod)
        }
    }

    private func keepFloor() async {
        while !Task.isCancelled {
            cache.keepFloor()
            try? await Task.sleep(for: Self.floorPeriod)
        }
    }

    private func follow(_ changes: EntryChanges) async {
        for guid in changes.forgotten { await provider.forget(entry: guid) }
        guard !changes.purged.isEmpty else { return }
        let purged = await cache.purge { changes.purged.contains($0.entry) }
        logger.info("cached audio of changed entries deleted", metadata: ["recordings": "\(purged)"])
    }
}
