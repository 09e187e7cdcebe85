package import Foundation
package import Logging
package import Recordings

/// The recording index: what lists said lies in a database, and only what somebody asks about is read into memory.
///
/// A database that cannot be written costs nothing while it lasts: changes wait in memory, and go with the next that can be written. One that
/// cannot be read is given up for one in memory.
package actor StoredRecordingIndex: RecordingIndex {
    package static let defaultMaximumRecordings = 5_000_000
    /// The same where recordings lie in memory.
    package static let maximumRecordingsInMemory = 100_000

    private var store: RecordingStore?
    private let logger: Logger
    private var isFailing = false
    private var recent = RecentSights()
    private var unwritten: [IndexKey: UnwrittenChanges] = [:]
    /// Accounts whose waiting changes are being written.
    private var writing: Set<IndexKey> = []

    /// An index over a database.
    ///
    /// - Parameters:
    ///   - database: what is kept; without one, nothing is learned.
    ///   - maximumRecordings: kept, over all accounts; beyond it the oldest are let go.
    ///   - logger: told once when the database fails.
    package init(
        database: DubberDatabase?,
        maximumRecordings: Int = StoredRecordingIndex.defaultMaximumRecordings,
        logger: Logger
    ) {
        self.logger = logger
        store = database.map { RecordingStore(database: $0, maximumRecordings: maximumRecordings) }
    }

    /// An index that ends with the process.
    package static func inMemory(
        maximumRecordings: Int = StoredRecordingIndex.maximumRecordingsInMemory,
        logger: Logger = Logger(label: "index")
    ) -> StoredRecordingIndex {
        StoredRecordingIndex(
            database: try? DubberDatabase.inMemory(),
            maximumRecordings: maximumRecordings,
            logger: logger
        )
    }

    /// Removes what is too old to be kept.
    package func tidy(now: Date) async {
        _ = await attempt { try await $0.tidy(now: now) }
    }

    package func lists(of key: IndexKey, numbers: Set<String>) async -> ListSight {
        // Taken before the database is read: a change that is written meanwhile is then seen twice, not never.
        let changes = unwritten[key]
        guard let kept = await read(key, { try await $0.lists(of: key, numbers: numbers) }) else {
            return ListSight()
        }
        return changes?.applied(to: kept, numbers: numbers) ?? kept
    }

    package func sight(of key: IndexKey, _ question: IndexQuestion) async -> IndexSight {
        let changes = unwritten[key]
        guard let kept = await kept(key, question) else {
            return IndexSight()
        }
        return changes?.applied(to: kept, question) ?? kept
    }

    private func kept(_ key: IndexKey, _ question: IndexQuestion) async -> IndexSight? {
        if let known = recent[key, question] {
            return known
        }
        let generation = recent.generation
        guard let kept = await read(key, { try await $0.sight(of: key, question) }) else {
            return nil
        }
        recent.keep(kept, account: key, question, since: generation)
        return kept
    }

    package func recording(_ id: RecordingID, key: IndexKey) async -> Recording? {
        let changes = unwritten[key]
        let kept = await read(key) { try await $0.recording(id, key: key) } ?? nil
        return (changes ?? UnwrittenChanges()).applied(to: kept, id: id)?.recording
    }

    package func take(_ change: IndexChange, key: IndexKey) async {
        guard unwritten[key] != nil else {
            if await attempt({ try await $0.take([change], key: key) }) == nil {
                hold(change, key: key)
            }
            return
        }
        hold(change, key: key)
        await write(key)
    }

    private func hold(_ change: IndexChange, key: IndexKey) {
        let held = unwritten.values.reduce(0) { $0 + $1.changes.count }
        unwritten[key, default: UnwrittenChanges()].append(change, hasRoom: held < UnwrittenChanges.maximum)
    }

    package func forget(_ entry: CallRecIntGUID) async {
        unwritten = unwritten.filter { $0.key.entry != entry }
        _ = await attempt { try await $0.forget(entry) }
    }

    /// Writes what waits of an account, and what comes meanwhile.
    private func write(_ key: IndexKey) async {
        guard writing.insert(key).inserted else {
            return
        }
        defer { writing.remove(key) }
        while let waiting = unwritten[key] {
            let written: Void? = await attempt { store in
                try await store.take(waiting.changes, forgetting: waiting.forgetsAccount, key: key)
            }
            guard written != nil else {
                return
            }
            unwritten[key]?.wrote(waiting.changes.count)
            if unwritten[key]?.isEmpty == true { unwritten[key] = nil }
        }
    }

    /// What the database has; one that cannot be read twice in a row is given up.
    private func read<Answer: Sendable>(
        _ key: IndexKey,
        _ work: @Sendable (RecordingStore) async throws -> Answer
    ) async -> Answer? {
        for isLast in [false, true] {
            guard let store else {
                return nil
            }
            do {
                return try await work(store)
            } catch is UnreadableRecording {
                // Without one of its recordings, the claim to know them all would be wrong.
                unwritten[key] = nil
                try? await store.forget(key)
                recent.forgetAll()
                return nil
            } catch  where isLast {
                giveUp(store, problem: error)
            } catch {
                continue
            }
        }
        return nil
    }

    private func giveUp(_ failed: RecordingStore, problem: any Error) {
        guard store?.database === failed.database else {
            return
        }
        logger.error("recording index cannot be read, begun anew in memory", metadata: ["problem": "\(problem)"])
        store = (try? DubberDatabase.inMemory()).map {
            RecordingStore(database: $0, maximumRecordings: Self.maximumRecordingsInMemory)
        }
        unwritten = [:]
        recent.forgetAll()
    }

    /// Changes the database, as far as it can be.
    @discardableResult
    private func attempt<Answer: Sendable>(
        _ work: @Sendable (RecordingStore) async throws -> Answer
    ) async -> Answer? {
        guard let store else {
            return nil
        }
        // Also where it fails: nobody knows how far it came.
        defer { recent.forgetAll() }
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
