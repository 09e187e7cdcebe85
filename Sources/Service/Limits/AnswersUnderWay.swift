internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// The answers under way that last: each takes a place wherever it is counted, gives it back while nobody takes anything of it, and ends with the
/// right to it.
///
/// Looked at once a second. An answer that was paused and goes on is counted again, also where there are too many by then. One that a client can wait
/// for is begun in its turn where there is no place at once.
final class AnswersUnderWay: ServiceLifecycle.Service {
    static let period = Duration.seconds(1)

    /// One answer; it is over when nobody holds this any more.
    final class Answer: Sendable {
        fileprivate let id: UInt64
        let terms: AnswerTerms
        private let answers: AnswersUnderWay
        /// Since when the peer is waited for, in nanoseconds of uptime; 0 while it is not.
        private let waitsSince = Atomic<UInt64>(0)
        private let abort: @Sendable () -> Void
        private let isAborted = Atomic(false)

        fileprivate init(
            _ id: UInt64,
            _ terms: AnswerTerms,
            _ answers: AnswersUnderWay,
            abort: @escaping @Sendable () -> Void
        ) {
            self.id = id
            self.terms = terms
            self.answers = answers
            self.abort = abort
        }

        deinit { answers.leave(id) }

        /// The peer took what it was given before, if anything, and is waited for from now on.
        func waitsForPeer() {
            waitsSince.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed)
        }

        /// What the peer is given next is not here yet.
        func waitsForOthers() {
            waitsSince.store(0, ordering: .relaxed)
        }

        fileprivate func stall(at now: NIODeadline) -> TimeAmount {
            let since = waitsSince.load(ordering: .relaxed)
            return since == 0 ? .zero : now - .uptimeNanoseconds(since)
        }

        /// - Returns: whether it was not ended already.
        fileprivate func end() -> Bool {
            guard !isAborted.exchange(true, ordering: .relaxed) else { return false }
            abort()
            return true
        }
    }

    private struct Held {
        weak var answer: Answer?
        let places: Set<AnswerPlace>
        var isCounted: Bool
    }

    /// What becomes of one who waits: its answer may begin, by the id that it has then; or not.
    private typealias Waiting = CheckedContinuation<UInt64?, Never>

    private enum Turn {
        case now(UInt64)
        case later, never
    }

    private struct State {
        var counts: [AnswerPlace: Int] = [:]
        var held: [UInt64: Held] = [:]
        var latest: UInt64 = 0
        var line = AnswerLine<AnswerPlace>()
        var waiting: [UInt64: Waiting] = [:]
        /// Nobody waits any more, since the service stops.
        var isClosed = false

        func hasRoom(_ places: Set<AnswerPlace>, _ limits: ServiceLimits) -> Bool {
            Self.hasRoom(places, among: counts, limits)
        }

        private static func hasRoom(
            _ places: Set<AnswerPlace>,
            among counts: [AnswerPlace: Int],
            _ limits: ServiceLimits
        ) -> Bool {
            places.allSatisfy { place in limits.most(place).map { counts[place, default: 0] < $0 } ?? true }
        }

        mutating func hold(_ places: Set<AnswerPlace>) -> UInt64 {
            latest += 1
            count(places, by: 1)
            held[latest] = Held(places: places, isCounted: true)
            return latest
        }

        /// Gives places to those who wait and find room now.
        ///
        /// - Returns: who is to be told what.
        mutating func admit(_ limits: ServiceLimits) -> [(Waiting, UInt64)] {
            var admitted: [(Waiting, UInt64)] = []
            while true {
                let counts = counts
                guard let waiter = line.next(hasRoom: { Self.hasRoom($0, among: counts, limits) }) else { break }
                guard let waiting = waiting.removeValue(forKey: waiter.ticket) else { continue }
                admitted.append((waiting, hold(waiter.places)))
            }
            return admitted
        }

        mutating func count(_ places: Set<AnswerPlace>, by number: Int) {
            for place in places {
                let count = counts[place, default: 0] + number
                counts[place] = count > 0 ? count : nil
            }
        }
    }

    private let settings: RunningSettings
    private let rights: AnswerRights
    private let logger: Logger
    private let state = Mutex(State())

    init(settings: RunningSettings, rights: AnswerRights, logger: Logger) {
        self.settings = settings
        self.rights = rights
        self.logger = logger
    }

    /// Counts an answer that begins.
    ///
    /// - Parameters:
    ///   - terms: where it is counted, and by which right it is given.
    ///   - abort: ends it from any thread, at once.
    /// - Returns: `nil` when somewhere there are as many as there may be.
    func begin(_ terms: AnswerTerms, abort: @escaping @Sendable () -> Void) -> Answer? {
        let limits = settings.values.limits
        let places = terms.places.filter { limits.most($0) != nil }
        let id = state.withLock { $0.hasRoom(places, limits) ? $0.hold(places) : nil }
        return id.map { answer($0, terms, abort) }
    }

    /// Counts an answer that begins, now or when its turn comes.
    ///
    /// - Parameters:
    ///   - terms: where it is counted, and by which right it is given.
    ///   - abort: ends it from any thread, at once.
    /// - Returns: `nil` when there are too many who wait, or none left in the time that a client waits.
    /// - Throws: `CancellationError`, also when the service stops.
    func beginInTurn(_ terms: AnswerTerms, abort: @escaping @Sendable () -> Void) async throws -> Answer? {
        if let answer = begin(terms, abort: abort) { return answer }
        let ticket = state.withLock { state in
            state.latest += 1
            return state.latest
        }
        let id = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(ticket, terms, $0) }
        } onCancel: {
            let waiting = state.withLock { state in
                _ = state.line.leave(ticket)
                return state.waiting.removeValue(forKey: ticket)
            }
            waiting?.resume(returning: nil)
        }
        if let id { return answer(id, terms, abort) }
        if Task.isCancelled || state.withLock({ $0.isClosed }) { throw CancellationError() }
        return nil
    }

    /// Lines up, unless there is a place by now, or nobody may wait.
    private func wait(_ ticket: UInt64, _ terms: AnswerTerms, _ waiting: Waiting) {
        let limits = settings.values.limits
        let places = terms.places.filter { limits.most($0) != nil }
        let seconds = Int64(limits.availabilityWaitSeconds)
        let turn: Turn = state.withLock { state in
            if Task.isCancelled || state.isClosed { return .never }
            if state.hasRoom(places, limits) { return .now(state.hold(places)) }
            let waiter = AnswerLine<AnswerPlace>.Waiter(
                ticket: ticket,
                places: places,
                deadline: .now() + .seconds(seconds)
            )
            guard seconds > 0, state.line.arrive(waiter, most: limits.mostWaiting(for:)) else { return .never }
            state.waiting[ticket] = waiting
            return .later
        }
        switch turn {
        case .now(let id): waiting.resume(returning: id)
        case .never: waiting.resume(returning: nil)
        case .later: break
        }
    }

    private func answer(_ id: UInt64, _ terms: AnswerTerms, _ abort: @escaping @Sendable () -> Void) -> Answer {
        let answer = Answer(id, terms, self, abort: abort)
        state.withLock { $0.held[id]?.answer = answer }
        return answer
    }

    var count: Int { state.withLock { $0.held.count } }

    private func leave(_ id: UInt64) {
        let limits = settings.values.limits
        let admitted = state.withLock { state in
            guard let held = state.held.removeValue(forKey: id), held.isCounted else {
                return [] as [(Waiting, UInt64)]
            }
            state.count(held.places, by: -1)
            return state.admit(limits)
        }
        for (waiting, id) in admitted { waiting.resume(returning: id) }
    }

    /// How many wait for a place.
    var waitingCount: Int { state.withLock { $0.line.count } }

    /// Tells those who waited long enough, or all when nobody is to wait any more, and lets in those for whom there is room.
    private func lookAtLine(_ limits: ServiceLimits, isClosing: Bool = false) {
        let now = NIODeadline.now()
        let (refused, admitted) = state.withLock { state in
            state.isClosed = state.isClosed || isClosing
            let gone = isClosing ? state.line.overdue() : state.line.overdue(at: now)
            return (gone.compactMap { state.waiting.removeValue(forKey: $0.ticket) }, state.admit(limits))
        }
        for waiting in refused { waiting.resume(returning: nil) }
        for (waiting, id) in admitted { waiting.resume(returning: id) }
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.look()
                try? await Task.sleep(for: Self.period)
            }
        }
        lookAtLine(settings.values.limits, isClosing: true)
    }

    private func look() {
        let (limits, now) = (settings.values.limits, NIODeadline.now())
        // Not let go of under the lock: whoever holds the last reference leaves.
        let answers = state.withLock { $0.held.values.compactMap(\.answer) }
        let rights = rights.asOfNow
        for answer in answers {
            let stall = answer.stall(at: now)
            if !rights.holds(answer.terms.right) {
                end(answer, "answer ended with the right to it")
            } else if stall >= .seconds(Int64(limits.pauseSeconds(answer.terms.kind))) {
                end(answer, "answer ended, nobody takes it")
            } else {
                recount(answer, isCounted: stall < .seconds(Int64(limits.stallSeconds)))
            }
        }
        lookAtLine(limits)
    }

    private func end(_ answer: Answer, _ message: Logger.Message) {
        guard answer.end() else { return }
        logger.notice(message, metadata: ["kind": "\(answer.terms.kind)"])
    }

    private func recount(_ answer: Answer, isCounted: Bool) {
        state.withLock { state in
            guard let held = state.held[answer.id], held.isCounted != isCounted else { return }
            state.held[answer.id]?.isCounted = isCounted
            state.count(held.places, by: isCounted ? 1 : -1)
        }
    }
}
