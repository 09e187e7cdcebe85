package import Foundation
package import Logging
internal import Synchronization
package import Transport

/// A ledger: a lane for each key and host, its counts kept in a store where there is one.
///
/// A store that fails is no reason to refuse a request: counting goes on in memory.
package final class PacedQuotaLedger: QuotaLedger {
    struct State {
        var lastTicket = 0
        var isStoreFailing = false
        var lanes: [QuotaKey: QuotaLane] = [:]
        var standingBy: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Starts that the store counts already, one for each key, with the day that they count towards.
        var prepaid: [QuotaKey: Int] = [:]
        /// Starts being prepaid.
        var prepayments: [QuotaKey: Task<Void, Never>] = [:]
        var isClosed = false
    }

    private let configuration: DubberConfiguration
    let pace: Pace
    let now: @Sendable () -> Date
    let store: (any QuotaStore)?
    let logger: Logger
    let state = Mutex(State())

    /// A ledger.
    ///
    /// - Parameters:
    ///   - configuration: the limits.
    ///   - pace: the passing of time that waits go by.
    ///   - store: keeps the counts across restarts; `nil` begins anew with the process.
    ///   - logger: told once when the store fails.
    ///   - now: the time of day.
    package init(
        configuration: DubberConfiguration,
        pace: Pace,
        store: (any QuotaStore)? = nil,
        logger: Logger = Logger(label: "quota"),
        now: @escaping @Sendable () -> Date
    ) {
        self.configuration = configuration
        self.pace = pace
        self.store = store
        self.logger = logger
        self.now = now
    }

    package func takeTurn(
        _ key: QuotaKey,
        purpose: QuotaPurpose,
        priority: QuotaPriority
    ) async throws(DubberError) {
        await recall(key)
        let ticket = try lineUp(key, purpose: purpose, priority: priority)
        while true {
            switch turn(key, ticket: ticket) {
            case .start:
                await pay(purpose, of: key)
                if purpose == .api, priority == .search { await countSearch(of: key) }
                return
            case .refused(let error):
                throw error
            case .wait(let delay):
                try? await pace.sleep(delay)
            case .standBy:
                await standBy(key, ticket: ticket)
            }
            if Task.isCancelled {
                leave(key, ticket: ticket)
                throw .cancelled
            }
        }
    }

    package func holdBack(_ key: QuotaKey, by delay: Duration) async {
        let until = pace.elapsed() + delay
        withLane(key) { $0.holdBack(until: until) }
    }

    @discardableResult
    package func exhaust(_ key: QuotaKey, retryAfterSeconds: Int?) async -> Int {
        let now = now()
        let seconds = withLane(key) { $0.exhaust(now: now, retryAfterSeconds: retryAfterSeconds) }
        let until = now.addingTimeInterval(TimeInterval(seconds))
        await attempt { try await $0.exhaust(key, until: until, now: now) }
        return seconds
    }

    package func standing(_ key: QuotaKey) async -> (remainingToday: Int, perSecond: Int) {
        await recall(key)
        let now = now()
        return (withLane(key) { $0.remainingToday(now: now) }, configuration.requestsPerSecond)
    }

    package func searchStanding(_ key: QuotaKey) async -> (remaining: Int, resetSeconds: Int) {
        await recall(key)
        let now = now()
        return withLane(key) { $0.searchStanding(now: now) }
    }

    package func waitSeconds(_ key: QuotaKey) async -> Int {
        state.withLock { $0.lanes[key]?.waitSeconds ?? 0 }
    }

    private func lineUp(_ key: QuotaKey, purpose: QuotaPurpose, priority: QuotaPriority) throws(DubberError) -> Int {
        let now = now()
        let outcome = state.withLock { state -> Result<Int, DubberError> in
            state.lastTicket += 1
            let waiter = QuotaLane.Waiter(ticket: state.lastTicket, purpose: purpose, priority: priority)
            var lane = lane(of: key, in: &state, now: now)
            defer { state.lanes[key] = lane }
            do throws(DubberError) {
                try lane.lineUp(waiter, now: now)
                return .success(waiter.ticket)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func turn(_ key: QuotaKey, ticket: Int) -> QuotaLane.Turn {
        let (elapsed, now) = (pace.elapsed(), now())
        let (turn, next) = state.withLock { state in
            let turn = state.lanes[key]?.turn(ticket, elapsed: elapsed, now: now) ?? .refused(.cancelled)
            return (turn, Self.next(key, in: &state))
        }
        next?.resume()
        return turn
    }

    private func leave(_ key: QuotaKey, ticket: Int) {
        let next = state.withLock { state in
            state.lanes[key]?.leave(ticket)
            return Self.next(key, in: &state)
        }
        next?.resume()
    }

    /// Returns once the request is first in line, or its task is cancelled.
    private func standBy(_ key: QuotaKey, ticket: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.lanes[key]?.first == ticket || Task.isCancelled {
                        return true
                    }
                    state.standingBy[ticket] = continuation
                    return false
                }
                if goesOn {
                    continuation.resume()
                }
            }
        } onCancel: {
            let waiter = state.withLock { $0.standingBy.removeValue(forKey: ticket) }
            waiter?.resume()
        }
    }

    /// Who stands by and has become first.
    private static func next(_ key: QuotaKey, in state: inout State) -> CheckedContinuation<Void, Never>? {
        guard let first = state.lanes[key]?.first else {
            return nil
        }
        return state.standingBy.removeValue(forKey: first)
    }

    func withLane<Answer: Sendable>(_ key: QuotaKey, _ change: (inout QuotaLane) -> Answer) -> Answer {
        let now = now()
        return state.withLock { state in
            var lane = lane(of: key, in: &state, now: now)
            defer { state.lanes[key] = lane }
            return change(&lane)
        }
    }

    private func lane(of key: QuotaKey, in state: inout State, now: Date) -> QuotaLane {
        if let lane = state.lanes[key] {
            return lane
        }
        if state.lanes.count >= configuration.maximumQuotaKeys {
            state.lanes = state.lanes.filter { !$0.value.isIdle(now: now) }
            // What idle lanes have prepaid counts towards a day that is over.
            state.prepaid = state.prepaid.filter { $0.value == QuotaLane.day(of: now) }
        }
        return QuotaLane(
            perSecond: configuration.requestsPerSecond,
            requestsPerDay: configuration.requestsPerDay,
            tokenRequestsPerDay: configuration.tokenRequestsPerDay,
            searchesPerDay: configuration.searchesPerDay,
            maximumWaiting: configuration.maximumWaitingRequests,
            patience: configuration.turnPatience
        )
    }
}
