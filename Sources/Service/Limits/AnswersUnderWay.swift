internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// The answers under way that last: each takes a place wherever it is counted, gives it back while nobody takes anything of it, and ends with the right to it.
///
/// Looked at once a second. An answer that was paused and goes on is counted again, also where there are too many by then.
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

    private struct State {
        var counts: [AnswerPlace: Int] = [:]
        var held: [UInt64: Held] = [:]
        var latest: UInt64 = 0

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
        let id: UInt64? = state.withLock { state in
            let isFull = places.contains { place in
                limits.most(place).map { state.counts[place, default: 0] >= $0 } ?? false
            }
            guard !isFull else { return nil }
            state.latest += 1
            state.count(places, by: 1)
            state.held[state.latest] = Held(places: places, isCounted: true)
            return state.latest
        }
        guard let id else { return nil }
        let answer = Answer(id, terms, self, abort: abort)
        state.withLock { $0.held[id]?.answer = answer }
        return answer
    }

    var count: Int { state.withLock { $0.held.count } }

    private func leave(_ id: UInt64) {
        state.withLock { state in
            guard let held = state.held.removeValue(forKey: id), held.isCounted else { return }
            state.count(held.places, by: -1)
        }
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.look()
                try? await Task.sleep(for: Self.period)
            }
        }
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
