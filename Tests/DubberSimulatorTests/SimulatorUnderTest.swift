import DubberSimulator
import Foundation
import Logging
import NIOHTTP1
import Synchronization
import Testing

/// A running simulator on a free port, a clock that stands still until moved, and waits that only take note.
struct SimulatorUnderTest: Sendable {
    final class Clock: Sendable {
        private let moment = Mutex(SampleAccount.now)

        var now: Date { moment.withLock { $0 } }

        func advance(seconds: Double) {
            moment.withLock { $0.addTimeInterval(seconds) }
        }
    }

    final class Waits: Sendable {
        private let durations = Mutex<[Duration]>([])

        var all: [Duration] { durations.withLock { $0 } }

        func add(_ duration: Duration) {
            durations.withLock { $0.append(duration) }
        }
    }

    let simulator: DubberSimulator
    let peer: HTTPPeer
    let clock: Clock
    let waits: Waits

    /// Runs a simulator for as long as the body takes.
    static func run(
        _ configuration: SimulatorConfiguration = SampleAccount.configuration(),
        _ body: @Sendable (SimulatorUnderTest) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let clock = Clock()
        let waits = Waits()
        let simulator = try DubberSimulator(
            configuration: configuration,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            now: { clock.now },
            sleep: { waits.add($0) },
            onListening: { listening.yield($0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listening.finish() }
                try await simulator.run()
            }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(
                SimulatorUnderTest(simulator: simulator, peer: HTTPPeer(port: port), clock: clock, waits: waits)
            )
            group.cancelAll()
        }
    }

    /// Asks for a token with the sample account's credentials, some of them replaced.
    func requestToken(
        region: String = "uk1",
        replacing: [String: String] = [:]
    ) async throws -> HTTPPeer.Answer {
        let account = SampleAccount.account
        var fields = [
            "grant_type": "password", "client_id": account.clientID, "client_secret": account.clientSecret,
            "username": account.authID, "password": account.authToken,
        ]
        fields.merge(replacing) { $1 }
        let form = fields.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return try await peer.send(
            .POST,
            "/\(region)/v1/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: form
        )
    }

    /// An access token of the sample account.
    func token(region: String = "uk1") async throws -> String {
        let answer = try await requestToken(region: region)
        return try #require(try answer.json()["access_token"] as? String)
    }

    /// Makes an API call as the provider wants it; a token is fetched unless one is given.
    func call(_ path: String, region: String = "uk1", token: String? = nil) async throws -> HTTPPeer.Answer {
        let bearer: String
        if let token { bearer = token } else { bearer = try await self.token(region: region) }
        return try await peer.send(
            .GET,
            "/\(region)/v1\(path)",
            headers: ["Authorization": "Bearer \(bearer)", "Content-Type": "application/json"]
        )
    }

    /// The ids of a list page.
    func ids(_ query: String, region: String = "uk1") async throws -> [String] {
        let answer = try await call("/accounts/acme/recordings\(query)", region: region)
        let recordings = try #require(try answer.json()["recordings"] as? [[String: Any]])
        return recordings.compactMap { $0["id"] as? String }
    }

    /// Path and query of a recording's presigned URL.
    func audioTarget(_ id: String, region: String = "uk1") async throws -> String {
        let answer = try await call("/recordings/\(id)?listener=pat%40example.com", region: region)
        let url = try #require(try answer.json()["recording_url"] as? String)
        let origin = "http://127.0.0.1:\(peer.port)"
        try #require(url.hasPrefix(origin))
        return String(url.dropFirst(origin.count))
    }
}

extension HTTPPeer.Answer {
    /// The body as a JSON object.
    func json() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    /// The provider's error code in the body.
    var code: Int? {
        (try? json())?["code"] as? Int
    }
}
