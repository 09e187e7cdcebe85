internal import Logging
internal import Storage
internal import Synchronization

/// Brings rows to the disk, as many as have come together in one transaction.
final class AuditWriter: Sendable {
    /// Rows without which nothing is played wait no longer than a write; endings wait for the disk to work again, at most so many.
    static let maximumWaiting = 100_000

    typealias Outcome = Result<Int64, AuditError>

    private struct Item {
        let record: AuditRecord
        let done: (@Sendable (Outcome) -> Void)?
    }

    private struct State {
        var waiting: [Item] = []
        var isStopped = false
    }

    private let store: AuditStore
    private let logger: Logger
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let lostRows = Atomic<Int>(0)
    private let writtenRows = Atomic<Int>(0)
    private let isFailing = Atomic<Bool>(false)
    /// What makes room on a full disk; see ``makesRoom(by:)``.
    private let roomMaker = Mutex<@Sendable () -> Bool>({ false })

    init(store: AuditStore, logger: Logger) {
        self.store = store
        self.logger = logger
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// From now on rows for which the disk has no room are tried once more when `makeRoom` has made some.
    func makesRoom(by makeRoom: @escaping @Sendable () -> Bool) {
        roomMaker.withLock { $0 = makeRoom }
    }

    /// Rows that could not be kept.
    var lost: Int { lostRows.load(ordering: .relaxed) }
    var written: Int { writtenRows.load(ordering: .relaxed) }

    /// Adds a row and waits until it is on the disk.
    ///
    /// - Returns: its number.
    func append(_ record: AuditRecord) async throws(AuditError) -> Int64 {
        let outcome = await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
            add(Item(record: record) { continuation.resume(returning: $0) })
        }
        return try outcome.get()
    }

    /// Adds a row that nobody waits for; kept until the disk takes it.
    func enqueue(_ record: AuditRecord) {
        add(Item(record: record, done: nil))
    }

    private func add(_ item: Item) {
        let isTaken = state.withLock { state in
            guard !state.isStopped, state.waiting.count < Self.maximumWaiting else { return false }
            state.waiting.append(item)
            return true
        }
        if isTaken { wake.yield() } else { refuse([item], .stopped) }
    }

    /// Tries rows again that the disk refused.
    func nudge() {
        if state.withLock({ !$0.waiting.isEmpty }) { wake.yield() }
    }

    /// Lets ``run()`` end.
    func finish() {
        wake.finish()
    }

    /// Writes until ``finish()``, or until its task is cancelled.
    func run() async {
        for await _ in wakes { await drain() }
    }

    /// Writes what is left; what comes later is refused.
    func close() async {
        await drain()
        let left = state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [] }
            return state.waiting
        }
        refuse(left, .stopped)
    }

    /// One at a time: ``run()`` is over before ``close()``.
    private func drain() async {
        while true {
            let items = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            guard !items.isEmpty else { return }
            do {
                let sequences = try await append(items.map(\.record))
                writtenRows.add(items.count, ordering: .relaxed)
                isFailing.store(false, ordering: .relaxed)
                for (item, sequence) in zip(items, sequences) { item.done?(.success(sequence)) }
            } catch {
                failed(items, problem: AuditError.problem(error))
                return
            }
        }
    }

    private func append(_ records: [AuditRecord]) async throws -> [Int64] {
        do {
            return try await store.append(records)
        } catch  where DatabaseFile.isFull(error) {
            guard roomMaker.withLock({ $0 })() else { throw error }
            return try await store.append(records)
        }
    }

    private func failed(_ items: [Item], problem: String) {
        if !isFailing.exchange(true, ordering: .relaxed) {
            logger.error("audit cannot be written, nothing new is played", metadata: ["problem": "\(problem)"])
        }
        refuse(items.filter { $0.done != nil }, .notWritable(problem: problem))
        let kept = items.filter { $0.done == nil }
        state.withLock { $0.waiting = kept + $0.waiting }
    }

    private func refuse(_ items: [Item], _ error: AuditError) {
        for item in items { item.done?(.failure(error)) }
        let lost = items.count { $0.done == nil }
        guard lost > 0 else { return }
        lostRows.add(lost, ordering: .relaxed)
        logger.critical("audit rows lost", metadata: ["rows": "\(lost)", "reason": "\(error.reason)"])
    }
}
