internal import Dispatch
internal import Foundation
internal import Synchronization

/// A few connections, each on a thread of its own, so that no event loop and no thread of Swift's pool waits for the server; work is done in the order in
/// which it came.
///
/// A connection is made when there is work for it, and again when it broke; while the server cannot be reached, work fails at once except for one look now
/// and then.
package final class PostgresPool: Sendable {
    package struct Limits: Sendable {
        /// Connections, and so pieces of work under way.
        package var connections = 4
        /// Pieces of work that wait for a connection.
        package var waiting = 1_000
        /// Until the next look at a server that could not be reached: the first, and the longest, in seconds.
        package var firstPauseSeconds = 0.1
        package var longestPauseSeconds = 2.0

        package init() {}
    }

    private typealias Work = @Sendable (Result<PostgresConnection, PostgresFailure>) -> Void

    private struct State {
        var waiting: [(ticket: UInt64, work: Work)] = []
        var latest: UInt64 = 0
        /// Which connection does which piece of work.
        var running: [UInt64: PostgresInterrupt] = [:]
        var isClosed = false
        var pause = PostgresPause()
    }

    private let address: PostgresAddress
    private let limits: Limits
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    package init(_ address: PostgresAddress, limits: Limits = Limits()) {
        self.address = address
        self.limits = limits
        for _ in 0..<limits.connections { Thread.detachNewThread { self.serve() } }
    }

    /// Lets what is under way end, and refuses the rest; to be called once.
    package func close() {
        let refused = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, work) in refused { work(.failure(.closed)) }
        for _ in 0..<limits.connections { arrivals.signal() }
    }

    /// Does something with a connection, on that connection's thread.
    ///
    /// - Parameter work: may ask as often as it wants; no other work uses the connection meanwhile.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; `closed`, `overloaded`; `cancelled` with the caller's task, where it is not known what became of the work.
    package func run<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        let ticket = state.withLock { state in
            state.latest += 1
            return state.latest
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(ticket) { connection in
                    continuation.resume(with: Result { try work(connection.get()) })
                }
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    /// Executes one statement.
    package func execute(
        _ statement: PostgresStatement,
        _ values: [PostgresValue] = []
    ) async throws -> PostgresOutcome {
        try await run { try $0.execute(statement, values) }
    }

    private func add(_ ticket: UInt64, _ work: @escaping Work) {
        let refusal: PostgresFailure? = state.withLock { state in
            if Task.isCancelled { return .cancelled }
            if state.isClosed { return .closed }
            if state.waiting.count >= limits.waiting { return .overloaded }
            state.waiting.append((ticket, work))
            return nil
        }
        if let refusal { work(.failure(refusal)) } else { arrivals.signal() }
    }

    private func cancel(_ ticket: UInt64) {
        let (work, interrupt): (Work?, PostgresInterrupt?) = state.withLock { state in
            if let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) {
                return (state.waiting.remove(at: place).work, nil)
            }
            return (nil, state.running[ticket])
        }
        work?(.failure(.cancelled))
        interrupt?.interrupt(ticket)
    }

    // MARK: On the threads

    private func serve() {
        let interrupt = PostgresInterrupt()
        var connection: PostgresConnection?
        while true {
            arrivals.wait()
            let (next, isClosed) = state.withLock { state in
                let next = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
                if let next {
                    interrupt.begin(next.ticket)
                    state.running[next.ticket] = interrupt
                }
                return (next, state.isClosed)
            }
            if let (ticket, work) = next {
                if connection?.isStillOpen() != true { connection = nil }
                let outcome = connection.map { .success($0) } ?? connect(interrupt)
                connection = try? outcome.get()
                work(outcome)
                if connection?.isBroken == true { connection = nil }
                state.withLock { $0.running[ticket] = nil }
            } else if isClosed {
                return
            }
        }
    }

    private func connect(_ interrupt: PostgresInterrupt) -> Result<PostgresConnection, PostgresFailure> {
        if let problem = state.withLock({ $0.pause.problem(at: .now) }) {
            return .failure(.unreachable(problem: problem, wasSent: false))
        }
        do throws(PostgresFailure) {
            let connection = try PostgresConnection(address, interrupt: interrupt)
            state.withLock { $0.pause = PostgresPause() }
            return .success(connection)
        } catch {
            let jitter = Double.random(in: 0.5...1)
            state.withLock { state in
                state.pause.note(error, limits, jitter: jitter, now: .now)
            }
            // Of connecting it is known: nothing was asked.
            guard case .unreachable(let problem, _) = error else { return .failure(error) }
            return .failure(.unreachable(problem: problem, wasSent: false))
        }
    }
}

/// How long nobody looks for a server that could not be reached; pure.
struct PostgresPause {
    private var seconds = 0.0
    private var until: ContinuousClock.Instant?
    private var problem = ""

    /// Why nobody looks now; `nil` when the next one may.
    func problem(at now: ContinuousClock.Instant) -> String? {
        until.flatMap { now < $0 ? problem : nil }
    }

    /// A look found nobody.
    ///
    /// - Parameters:
    ///   - failure: why.
    ///   - limits: of the pause.
    ///   - jitter: a part of the pause, so that many nodes do not look at once.
    ///   - now: the moment.
    mutating func note(
        _ failure: PostgresFailure,
        _ limits: PostgresPool.Limits,
        jitter: Double,
        now: ContinuousClock.Instant
    ) {
        seconds = seconds == 0 ? limits.firstPauseSeconds : min(seconds * 2, limits.longestPauseSeconds)
        until = now + .seconds(seconds * jitter)
        problem =
            switch failure {
            case .unreachable(let problem, _), .unsuitable(let problem): problem
            default: "\(failure)"
            }
    }
}
