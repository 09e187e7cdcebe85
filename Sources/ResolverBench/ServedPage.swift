import Console
import Dubber
import DubberSimulator
import ExampleCompany
import Foundation
import Logging
import Recordings
import Registry
import Service
import ServiceLifecycle
import Transport

/// A report page's request as its browser sees it: sent to the whole service over loopback HTTP, until its last byte is read.
struct ServedPage {
    private static let username = "bench"
    /// So many requests of 20 calls read a page's account, several times over.
    private static let attemptsToLearn = 20
    private static let maximumAnswerBytes = 8 << 20

    let account: BenchAccount
    let rows: [CallSegment]

    /// Asks until every row is known, then measures.
    ///
    /// - Parameter count: requests measured.
    /// - Returns: how long each took, shortest first.
    /// - Throws: when the service does not start, or a row is not found.
    func times(of count: Int) async throws -> [Duration] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "served-page-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = try HTTPClient(configuration: clientConfiguration, logger: BenchSite.logger)
        let times = try await withThrowingTaskGroup(of: Void.self) { servers in
            let simulatorPort = try await simulator(in: &servers)
            let (port, token) = try await service(of: simulatorPort, folder: folder, in: &servers)
            let request = try request(port: port, token: token)
            var attempts = 0
            while try await ask(request, client).available < rows.count {
                attempts += 1
                guard attempts < Self.attemptsToLearn else { throw Failure.rowsNotFound }
            }
            var times: [Duration] = []
            for _ in 0..<count { times.append(try await ask(request, client).took) }
            servers.cancelAll()
            return times
        }
        await client.shutdown()
        return times.sorted()
    }

    enum Failure: Error {
        case rowsNotFound
        case notStarted
        case status(Int)
    }

    private func simulator(in servers: inout ThrowingTaskGroup<Void, any Error>) async throws -> Int {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let simulator = try DubberSimulator(
            configuration: SimulatorConfiguration(
                regions: ["uk1": SimulatedRegion(accounts: [account.simulated])],
                quota: .unlimited
            ),
            port: 0,
            logger: BenchSite.logger,
            onListening: { listening.yield($0) }
        )
        servers.addTask {
            defer { listening.finish() }
            try await simulator.run()
        }
        return try await Self.first(of: ports)
    }

    private func service(
        of simulatorPort: Int,
        folder: URL,
        in servers: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> (port: Int, token: Secret) {
        var configuration = ServiceConfiguration()
        configuration.port = 0
        configuration.dataDirectory = folder.path
        configuration.egress = clientConfiguration.egress
        // The pacing has a figure of its own.
        configuration.dubber.requestsPerSecond = 1_000
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let service = try await PlaybackService(
            configuration: configuration,
            logger: BenchSite.logger,
            onListening: { listening.yield($0) }
        )
        try service.registry.importFile(importFile(simulatorPort: simulatorPort))
        let token = try service.registry.createToken(name: "bench", role: .report).secret
        servers.addTask {
            defer { listening.finish() }
            try await service.run()
        }
        return (try await Self.first(of: ports), token)
    }

    private static func first(of ports: AsyncStream<Int>) async throws -> Int {
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { throw Failure.notStarted }
        return port
    }

    private var clientConfiguration: HTTPClientConfiguration {
        var configuration = HTTPClientConfiguration()
        configuration.egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        return configuration
    }

    private func importFile(simulatorPort: Int) throws -> Data {
        let entry = account.entry(port: simulatorPort)
        var company = ExampleCompany(users: [ExampleUser(Self.username, recordingPlayback: entry.callRecIntGUID)])
        company.entries = [entry]
        return try company.importFile()
    }

    private func request(port: Int, token: Secret) throws -> HTTPRequest {
        struct Body: Encodable {
            let user: String
            let segments: [CallList.Call]
        }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let body = try encoder.encode(Body(user: Self.username, segments: rows.map(CallList.Call.init)))
        return HTTPRequest(
            method: "POST",
            url: "http://127.0.0.1:\(port)/v1/availability",
            headers: [("Authorization", "Bearer \(token.reveal())"), ("Content-Type", "application/json")],
            body: Array(body)
        )
    }

    private func ask(_ request: HTTPRequest, _ client: HTTPClient) async throws -> (available: Int, took: Duration) {
        let start = ContinuousClock.now
        let response = try await client.send(request)
        let body = try await response.body.collect(upTo: Self.maximumAnswerBytes)
        let took = ContinuousClock.now - start
        guard response.status == 200 else { throw Failure.status(response.status) }
        let available =
            String(decoding: body, as: UTF8.self).components(separatedBy: "\"state\":\"available\"").count - 1
        return (available, took)
    }
}
