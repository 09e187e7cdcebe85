import DubberSimulator
import Foundation
import Logging
import NIOHTTP1
import ServiceLifecycle
import Testing

@Suite("Dubber simulator")
struct DubberSimulatorTests {
    @Test("Requests are counted by kind and region, and the counts can be read while it runs")
    func counters() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let token = try await test.token()
            for _ in 0..<2 { #expect(try await test.call("/profile", token: token).status == 200) }
            #expect(try await test.call("/recordings/none", token: token).status == 404)
            #expect(try await test.requestToken(region: "uk2").status == 200)
            #expect(try await test.call("/profile", region: "made-up", token: token).status == 404)
            let counts = test.simulator.counters.snapshot
            #expect(counts.requests["uk1"] == [.token: 1, .profile: 2, .recording: 1])
            #expect(counts.requests["uk2"] == [.token: 1])
            #expect(counts.requests["made-up"] == nil)
            #expect(counts.count(.token) == 2)
            let shown = try await test.peer.send(.GET, "/admin/counters").json()
            let requests = try #require(shown["requests"] as? [String: [String: Int]])
            #expect(requests["uk1"]?["profile"] == 2)
        }
    }

    @Test("The built-in set can be listed and played")
    func examples() async throws {
        var configuration = try SimulatorConfiguration.examples(endingAt: SampleAccount.now)
        configuration.quota = .unlimited
        let account = SimulatorConfiguration.exampleAccount
        try await SimulatorUnderTest.run(configuration) { test async throws in
            let credentials = [
                "client_id": account.clientID, "client_secret": account.clientSecret, "username": account.authID,
                "password": account.authToken,
            ]
            let answer = try await test.requestToken(region: "uk2", replacing: credentials)
            let token = try #require(try answer.json()["access_token"] as? String)
            let list = try await test.call("/accounts/\(account.slug)/recordings", region: "uk2", token: token)
            let recordings = try #require(try list.json()["recordings"] as? [[String: Any]])
            #expect(try recordings.count == ExampleRecordings().all.count)
            for recording in recordings {
                let id = try #require(recording["id"] as? String)
                let detail = try await test.call("/recordings/\(id)?listener=a", region: "uk2", token: token).json()
                let url = try #require((detail["recording_url"] as? String).flatMap { URL(string: $0) })
                let target = url.absoluteString.split(separator: "/store/", maxSplits: 1).last ?? ""
                let audio = try await test.peer.send(.GET, "/store/\(target)", headers: ["Range": "bytes=0-3"])
                #expect(audio.status == 206)
            }
        }
    }

    @Test("It stops gracefully with its service group")
    func gracefulStop() async throws {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let simulator = try DubberSimulator(
            configuration: SampleAccount.configuration(),
            logger: logger,
            onListening: { listening.yield($0) }
        )
        let group = ServiceGroup(services: [simulator], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let answer = try await HTTPPeer(port: port).send(.GET, "/admin/counters")
            #expect(answer.status == 200)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            await #expect(throws: (any Error).self) { try await HTTPPeer(port: port).send(.GET, "/admin/counters") }
        }
    }
}
