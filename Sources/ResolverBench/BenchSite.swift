import Dubber
import DubberSimulator
import Foundation
import Logging
import Recordings
import Synchronization
import Transport

/// A provider that asks a simulator over loopback HTTP, both with the same clock.
struct BenchSite: Sendable {
    let simulator: DubberSimulator
    let dubber: DubberProvider
    let entry: IntegrationEntry
    let port: Int

    static let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a simulator and a provider for as long as the body takes.
    ///
    /// - Parameters:
    ///   - account: what the simulator has.
    ///   - now: the clock of both.
    ///   - onRequest: called when the simulator receives a request.
    ///   - pace: the provider's passing of time.
    ///   - port: of the simulator; 0 takes a free one.
    ///   - folder: where the provider keeps its index; `nil` for memory alone.
    ///   - body: what is measured.
    /// - Returns: what the body gives.
    /// - Throws: what the body throws, or why the simulator cannot run.
    static func run<Answer: Sendable>(
        _ account: BenchAccount,
        now: @escaping @Sendable () -> Date,
        onRequest: @escaping @Sendable () -> Void = {},
        pace: Pace,
        port: Int = 0,
        folder: String? = nil,
        _ body: @escaping @Sendable (BenchSite) async throws -> Answer
    ) async throws -> Answer {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let simulator = try DubberSimulator(
            configuration: SimulatorConfiguration(regions: ["uk1": SimulatedRegion(accounts: [account.simulated])]),
            port: port,
            logger: logger,
            // The simulator looks at its clock once for each request.
            now: {
                onRequest()
                return now()
            },
            onListening: { listening.yield($0) }
        )
        let egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        let client = try HTTPClient(configuration: HTTPClientConfiguration(egress: egress), logger: logger)
        let database = folder.flatMap { DubberDatabase.open(path: $0 + "/provider.sqlite", logger: logger) }
        let configuration = DubberConfiguration()
        let dubber = DubberProvider(
            configuration: configuration,
            client: client,
            egress: egress,
            logger: logger,
            now: now,
            pace: pace,
            index: database.map { StoredRecordingIndex(database: $0, logger: logger) } ?? .inMemory(),
            ledger: PacedQuotaLedger(
                configuration: configuration,
                pace: pace,
                store: database.map { StoredQuota(database: $0) },
                now: now
            )
        )
        let answer = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listening.finish() }
                try await simulator.run()
            }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            let site = BenchSite(
                simulator: simulator,
                dubber: dubber,
                entry: account.entry(port: port),
                port: port
            )
            let answer = try await body(site)
            group.cancelAll()
            return answer
        }
        await dubber.shutDown()
        await client.shutdown()
        database?.close()
        return answer
    }

    /// Requests that the provider received, tokens included.
    var calls: Int {
        let counts = simulator.counters.snapshot
        return [RequestKind.token, .profile, .recordings, .recording].reduce(0) { $0 + counts.count($1) }
    }

    /// The outcomes of one availability request, and how long it took.
    func find(_ rows: [CallSegment], probe: Probe = .live) async -> (outcomes: [SegmentFinding.Outcome], took: Duration)
    {
        let outcomes = Mutex([SegmentFinding.Outcome](repeating: .notFound, count: rows.count))
        let start = ContinuousClock.now
        await dubber.find(rows, entry: entry, probe: probe) { index, finding in
            outcomes.withLock { $0[index] = finding.outcome }
        }
        return (outcomes.withLock { $0 }, ContinuousClock.now - start)
    }

    /// Asks again, as a page does, until no row is unknown.
    ///
    /// - Returns: rows found, and requests needed.
    func findAll(_ rows: [CallSegment], atMost: Int = 20) async -> (found: Int, requests: Int) {
        for request in 1...atMost {
            let outcomes = await find(rows).outcomes
            let isOpen = outcomes.contains { if case .unknown = $0 { true } else { false } }
            if !isOpen || request == atMost {
                return (outcomes.count { if case .found = $0 { true } else { false } }, request)
            }
        }
        return (0, atMost)
    }
}
