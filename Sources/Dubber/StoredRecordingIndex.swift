package import Foundation
package import Logging
package import Recordings

/// A recording index that outlives the process: answers come from memory, a database keeps what memory learned.
///
/// An account is read from the database when it is first wanted. A database that fails costs nothing but the memory of it.
package actor StoredRecordingIndex: RecordingIndex {
    private let memory: MemoryRecordingIndex
    private let store: RecordingStore
    private let logger: Logger
    private var isFailing = false
    /// Accounts being read, so that two who want one do not read it twice.
    private let readings = SharedFlights<IndexKey, Bool>()

    /// An index over a database.
    ///
    /// - Parameters:
    ///   - database: what is kept.
    ///   - memory: what is held in memory, bounded.
    ///   - logger: told once when the database fails.
    package init(
        database: DubberDatabase,
        memory: MemoryRecordingIndex = MemoryRecordingIndex(),
        logger: Logger
    ) {
        self.memory = memory
        self.logger = logger
        store = RecordingStore(database: database)
    }

    /// Removes what is too old to be kept.
    package func tidy(now: Date) async {
        await attempt { try await $0.tidy(now: now) }
    }

    package func coverage(of key: IndexKey, view: ListView) async -> Coverage {
        await recall(key)
        return await memory.coverage(of: key, view: view)
    }

    package func coverages(of key: IndexKey, numbers: Set<String>) async -> [String: Coverage] {
        await recall(key)
        return await memory.coverages(of: key, numbers: numbers)
    }

    package func learn(
        _ recordings: [Recording],
        observation: Coverage.Observation?,
        key: IndexKey,
        view: ListView,
        seenAt: Date
    ) async {
        await recall(key)
        await memory.learn(recordings, observation: observation, key: key, view: view, seenAt: seenAt)
        let coverage = observation == nil ? nil : await memory.coverage(of: key, view: view)
        await attempt { try await $0.keep(recordings, coverage: coverage, view: view, key: key, seenAt: seenAt) }
    }

    @discardableResult
    package func prune(_ key: IndexKey, startingIn span: Range<Date>, notSeenSince: Date) async -> [RecordingID] {
        await recall(key)
        let gone = await memory.prune(key, startingIn: span, notSeenSince: notSeenSince)
        if !gone.isEmpty {
            await attempt { try await $0.remove(gone, key: key) }
        }
        return gone
    }

    package func remove(_ id: RecordingID, key: IndexKey) async {
        await recall(key)
        await memory.remove(id, key: key)
        await attempt { try await $0.remove([id], key: key) }
    }

    package func strand(_ observation: Coverage.Observation, key: IndexKey, view: ListView) async {
        await recall(key)
        await memory.strand(observation, key: key, view: view)
        let coverage = await memory.coverage(of: key, view: view)
        await attempt {
            try await $0.keep([], coverage: coverage, view: view, key: key, seenAt: observation.extendedAt)
        }
    }

    package func recordings(of key: IndexKey, startingIn span: Range<Date>) async -> [Recording] {
        await recall(key)
        return await memory.recordings(of: key, startingIn: span)
    }

    package func recording(_ id: RecordingID, key: IndexKey) async -> Recording? {
        await recall(key)
        return await memory.recording(id, key: key)
    }

    package func forget(_ entry: CallRecIntGUID) async {
        readings.cancel { $0.entry == entry }
        await memory.forget(entry)
        await attempt { try await $0.forget(entry) }
    }

    private func recall(_ key: IndexKey) async {
        guard await !memory.holds(key) else {
            return
        }
        _ = await readings.join(key) { [memory] in
            let kept = await self.attempt { try await $0.account(key) } ?? KeptAccount()
            if !Task.isCancelled {
                await memory.adopt(kept, key: key)
            }
            return true
        }
    }

    @discardableResult
    private func attempt<Answer: Sendable>(
        _ work: @Sendable (RecordingStore) async throws -> Answer
    ) async -> Answer? {
        do {
            let answer = try await work(store)
            isFailing = false
            return answer
        } catch {
            if !isFailing {
                logger.error("recording index cannot be kept, going on in memory", metadata: ["problem": "\(error)"])
            }
            isFailing = true
            return nil
        }
    }
}
