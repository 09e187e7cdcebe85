import DequeModule

/// Which transfers may run and which wait, in all and for each host; pure.
///
/// First come, first served, but a host at its limit does not hold up the others.
package struct AdmissionQueue<ID: Hashable> {
    package enum Decision: Hashable {
        case start
        case wait
        /// The waiting room is full.
        case refuse
    }

    private let maximumRunning: Int
    private let maximumRunningPerHost: Int
    private let maximumWaiting: Int
    private var running: [ID: String] = [:]
    private var runningByHost: [String: Int] = [:]
    private var waiting: Deque<(id: ID, host: String)> = []

    package init(maximumRunning: Int, maximumRunningPerHost: Int, maximumWaiting: Int) {
        self.maximumRunning = maximumRunning
        self.maximumRunningPerHost = maximumRunningPerHost
        self.maximumWaiting = maximumWaiting
    }

    package var runningCount: Int { running.count }
    package var waitingCount: Int { waiting.count }

    package mutating func arrive(_ id: ID, host: String) -> Decision {
        if hasRoom(for: host) {
            start(id, host: host)
            return .start
        }
        guard waiting.count < maximumWaiting else {
            return .refuse
        }
        waiting.append((id, host))
        return .wait
    }

    /// Takes out a transfer that has ended or gives up waiting.
    ///
    /// - Returns: those that start in its place.
    package mutating func leave(_ id: ID) -> [ID] {
        guard let host = running.removeValue(forKey: id) else {
            waiting.removeAll { $0.id == id }
            return []
        }
        let others = (runningByHost[host] ?? 1) - 1
        runningByHost[host] = others > 0 ? others : nil
        return startWaiting()
    }

    private func hasRoom(for host: String) -> Bool {
        running.count < maximumRunning && runningByHost[host, default: 0] < maximumRunningPerHost
    }

    private mutating func start(_ id: ID, host: String) {
        running[id] = host
        runningByHost[host, default: 0] += 1
    }

    private mutating func startWaiting() -> [ID] {
        var started: [ID] = []
        while running.count < maximumRunning, let index = waiting.firstIndex(where: { hasRoom(for: $0.host) }) {
            let next = waiting.remove(at: index)
            start(next.id, host: next.host)
            started.append(next.id)
        }
        return started
    }
}
