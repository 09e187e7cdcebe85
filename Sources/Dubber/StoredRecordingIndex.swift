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
    private var failures = 0
    /// Accounts of which the database lacks a change, by the latest failure: as it stands there, nothing may rest on it.
    private var behind: [IndexKey: Int] = [:]
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

    package func sight(of key: IndexKey, numbers: Set<String>, startingIn span: Range<Date>) async -> IndexSight {
        await recall(key)
        return await memory.sight(of: key, numbers: numbers, startingIn: span)
    }

    package func learn(
        _ recordings: [Recording],
        observation: Coverage.Observation?,
        key: IndexKey,
        view: ListView,
        seenAt: Date
    ) async {
        await recall(key)
        let coverage = await memory.coverage(
            afterLearning: recordings,
            observation: observation,
            key: key,
            view: view,
            seenAt: seenAt
        )
        await keep(key) {
            try await $0.keep(recordings, coverage: coverage, view: view, key: key, seenAt: seenAt)
        }
    }

    @discardableResult
    package func prune(_ key: IndexKey, startingIn span: Range<Date>, notSeenSince: Date) async -> [RecordingID] {
        await recall(key)
        let gone = await memory.prune(key, startingIn: span, notSeenSince: notSeenSince)
        if !gone.isEmpty {
            await keep(key) { try await $0.remove(gone, key: key) }
        }
        return gone
    }

    package func remove(_ id: RecordingID, key: IndexKey) async {
        await recall(key)
        await memory.remove(id, key: key)
        await keep(key) { try await $0.remove([id], key: key) }
    }

    package func strand(_ observation: Coverage.Observation, key: IndexKey, view: ListView) async {
        await recall(key)
        await memory.strand(observation, key: key, view: view)
        let coverage = await memory.coverage(of: key, view: view)
        await keep(key) {
            try await $0.keep([], coverage: coverage, view: view, key: key, seenAt: observation.extendedAt)
        }
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
            let kept = await self.kept(key)
            if !Task.isCancelled {
                await memory.adopt(kept, key: key)
            }
            return true
        }
    }

    /// What the database has of an account, unless that is not what memory knew when it last had it.
    private func kept(_ key: IndexKey) async -> KeptAccount {
        guard behind[key] == nil else {
            return KeptAccount()
        }
        guard let kept = await attempt({ try await $0.account(key) }) else {
            fallBehind(key)
            return KeptAccount()
        }
        return kept
    }

    /// Writes a change of an account, or the whole of it when an earlier change could not be written.
    private func keep(
        _ key: IndexKey,
        change: @Sendable (RecordingStore) async throws -> Void
    ) async {
        guard let lack = behind[key] else {
            if await attempt(change) == nil {
                fallBehind(key)
            }
            return
        }
        let account = await memory.account(key)
        if await attempt({ try await $0.replace(key, with: account) }) == nil {
            fallBehind(key)
        } else if behind[key] == lack {
            behind[key] = nil
        }
    }

    private func fallBehind(_ key: IndexKey) {
        failures += 1
        behind[key] = failures
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
