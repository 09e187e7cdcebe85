import Synchronization

/// What the test has scripted and what has happened so far.
final class ProviderScript: Sendable {
    typealias Answer = @Sendable (ScriptedRequest) -> ScriptedReply

    private struct Route {
        let method: String
        /// Without the star, when it is a prefix.
        let path: String
        let isPrefix: Bool
        let answer: Answer

        func matches(_ request: ScriptedRequest) -> Bool {
            method == request.method && (isPrefix ? request.path.hasPrefix(path) : request.path == path)
        }
    }

    private enum Event {
        case request
        case closedConnection
    }

    private struct State {
        var queue: [Answer] = []
        var routes: [Route] = []
        var requests: [ScriptedRequest] = []
        var unexpected: [ScriptedRequest] = []
        var bodyBytesSent = 0
        var openedConnections = 0
        var closedConnections = 0
        var waiters: [(event: Event, count: Int, barrier: Barrier)] = []

        func count(of event: Event) -> Int {
            switch event {
            case .request: requests.count
            case .closedConnection: closedConnections
            }
        }

        mutating func takeSatisfiedWaiters() -> [Barrier] {
            let present = self
            defer { waiters.removeAll { present.count(of: $0.event) >= $0.count } }
            return waiters.filter { present.count(of: $0.event) >= $0.count }.map(\.barrier)
        }
    }

    private let state = Mutex(State())

    var requests: [ScriptedRequest] { state.withLock { $0.requests } }
    var unexpected: [ScriptedRequest] { state.withLock { $0.unexpected } }
    var bodyBytesSent: Int { state.withLock { $0.bodyBytesSent } }
    var openedConnections: Int { state.withLock { $0.openedConnections } }
    var openConnections: Int { state.withLock { $0.openedConnections - $0.closedConnections } }

    func enqueue(_ answer: @escaping Answer) {
        state.withLock { $0.queue.append(answer) }
    }

    /// A later route for the same method and path takes the place of an earlier one.
    func route(_ method: String, _ path: String, _ answer: @escaping Answer) {
        let isPrefix = path.hasSuffix("*")
        let route = Route(
            method: method,
            path: isPrefix ? String(path.dropLast()) : path,
            isPrefix: isPrefix,
            answer: answer
        )
        state.withLock { $0.routes.insert(route, at: 0) }
    }

    /// Records a request and finds its reply; the test's closure runs outside the lock.
    func answer(_ request: ScriptedRequest) -> ScriptedReply {
        let (answer, barriers) = state.withLock { state in
            state.requests.append(request)
            var answer: Answer?
            if !state.queue.isEmpty {
                answer = state.queue.removeFirst()
            } else if let route = state.routes.first(where: { $0.matches(request) }) {
                answer = route.answer
            } else {
                state.unexpected.append(request)
            }
            return (answer, state.takeSatisfiedWaiters())
        }
        barriers.forEach { $0.open() }
        return answer?(request)
            ?? .bytes(599, headers: [("Content-Type", "text/plain")], Array("unexpected request".utf8))
    }

    /// - Returns: the connection's number, from 1.
    func connectionOpened() -> Int {
        state.withLock { state in
            state.openedConnections += 1
            return state.openedConnections
        }
    }

    func connectionClosed() {
        let barriers = state.withLock { state in
            state.closedConnections += 1
            return state.takeSatisfiedWaiters()
        }
        barriers.forEach { $0.open() }
    }

    func sent(bodyBytes: Int) {
        state.withLock { $0.bodyBytesSent += bodyBytes }
    }

    func waitForRequests(_ count: Int) async {
        await wait(for: .request, count: count)
    }

    func waitForClosedConnections(_ count: Int) async {
        await wait(for: .closedConnection, count: count)
    }

    private func wait(for event: Event, count: Int) async {
        let barrier = Barrier()
        let satisfied = state.withLock { state in
            state.waiters.append((event, count, barrier))
            return state.takeSatisfiedWaiters()
        }
        satisfied.forEach { $0.open() }
        await barrier.wait()
    }
}
