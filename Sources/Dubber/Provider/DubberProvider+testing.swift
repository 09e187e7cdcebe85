package import Recordings

extension DubberProvider: ConnectionTester {
    /// Both hosts at a time: their allowances are apart, and a silent one must not keep the other's answer back.
    package func testConnection(of entry: IntegrationEntry, isKept: Bool) async -> ConnectionTest {
        let hosts = hosts(of: entry)
        return await withTaskGroup(of: ConnectionTest.Host.self) { trials in
            for position in HostPosition.allCases {
                trials.addTask { await self.test(position, of: hosts, isKept: isKept) }
            }
            var outcomes: [ConnectionTest.Host] = []
            for await outcome in trials { outcomes.append(outcome) }
            return ConnectionTest(hosts: outcomes.sorted { $0.position < $1.position })
        }
    }

    private func test(_ position: HostPosition, of hosts: EntryHosts, isKept: Bool) async -> ConnectionTest.Host {
        let field = hosts.field(position)
        if let reason = hosts.reasonToSkip(position) {
            return .init(position: position, host: field, outcome: .skipped, detail: reason)
        }
        switch hosts.peer(position) {
        case .success(let peer):
            return await ConnectionTrial(calls: calls, peer: peer, field: field, isKept: isKept).run()
        case .failure(let error):
            return .init(
                position: position,
                host: field,
                outcome: .failed,
                detail: error.sentence,
                failure: error.failure
            )
        }
    }
}
