import CallCorpus
import Dubber
import DubberSimulator
import Foundation
import Recordings
import Synchronization

/// What availability costs: provider calls, time, and how well recordings are told.
struct AvailabilityBench {
    static let accountSize = 5_000
    static let pageRows = 1_000
    static let corpusRows = 20_000
    static let corpusSeed: UInt64 = 2_026

    /// Measures everything and prints the table.
    ///
    /// - Returns: whether every target was reached.
    func run() async throws -> Bool {
        var table = BenchTable()
        try await measurePage(&table)
        try await measureToday(&table)
        try await measureColdCallers(&table)
        try await measurePacing(&table)
        try await measureCorpus(&table)
        print()
        table.print()
        return table.isReached
    }

    private struct PageCosts: Sendable {
        var cold = (calls: 0, found: 0, requests: 0)
        var again = 0
        var hourLater = 0
        var restarted = 0
        var port = 0
        var times: [Duration] = []
    }

    private func measurePage(_ table: inout BenchTable) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "resolver-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clock = BenchClock()
        // The account goes on being used: its newest calls lie in the hour after the first request.
        let account = BenchAccount(count: Self.accountSize, end: BenchClock.start)
        let rows = account.rows(Self.pageRows)
        var costs = try await BenchSite.run(account, now: { clock.now }, pace: clock.pace, folder: folder) { site in
            var costs = PageCosts()
            costs.port = site.port
            let cold = await site.findAll(rows)
            costs.cold = (site.calls, cold.found, cold.requests)
            var calls = site.calls
            for _ in 0..<21 { costs.times.append(await site.find(rows).took) }
            costs.again = site.calls - calls
            calls = site.calls
            clock.advance(by: .seconds(3_600))
            _ = await site.findAll(rows + Self.unrecordedRows(before: clock.now))
            costs.hourLater = site.calls - calls
            return costs
        }
        costs.restarted = try await BenchSite.run(
            account,
            now: { clock.now },
            pace: clock.pace,
            port: costs.port,
            folder: folder
        ) { site in
            _ = await site.find(rows)
            return site.calls
        }
        report(costs, in: &table)
    }

    /// Calls of the last hour and of last month that nobody recorded.
    private static func unrecordedRows(before moment: Date) -> [CallSegment] {
        [1_500, 3_000, 86_400, 20 * 86_400].map { age in
            CallSegment(
                segmentID: "U-\(age)",
                telSysID: TelSysID(1),
                startTime: moment.addingTimeInterval(-Double(age)),
                durationSeconds: 60,
                direction: .inbound,
                from: "+441632000001",
                to: "+441632000002"
            )
        }
    }

    private func report(_ costs: PageCosts, in table: inout BenchTable) {
        let name = "\(Self.pageRows) rows over 30 days of \(Self.accountSize) recordings"
        table.add(
            "\(name), empty index: provider calls",
            target: "<= 55",
            figure: "\(costs.cold.calls)",
            isReached: costs.cold.calls <= 55 && costs.cold.found == Self.pageRows
        )
        table.add(
            "  rows found",
            target: "\(Self.pageRows)",
            figure: "\(costs.cold.found)",
            isReached: costs.cold.found == Self.pageRows
        )
        table.add("  availability requests of at most 20 calls each", figure: "\(costs.cold.requests)")
        table.add(
            "the same rows again: provider calls",
            target: "0",
            figure: "\(costs.again)",
            isReached: costs.again == 0
        )
        table.add(
            "the same after an hour, with 4 unrecorded calls: provider calls",
            target: "<= 2",
            figure: "\(costs.hourLater)",
            isReached: costs.hourLater <= 2
        )
        table.add(
            "the same after a restart: provider calls",
            target: "0",
            figure: "\(costs.restarted)",
            isReached: costs.restarted == 0
        )
        let sorted = costs.times.sorted()
        let (median, worst) = (sorted[sorted.count / 2], sorted[sorted.count - 1])
        table.add(
            "\(Self.pageRows) indexed rows: median of \(sorted.count) requests",
            target: "< 50 ms",
            figure: "\(Self.milliseconds(median)) ms (worst \(Self.milliseconds(worst)))",
            isReached: median < .milliseconds(50)
        )
    }

    private func measureToday(_ table: inout BenchTable) async throws {
        let clock = BenchClock()
        let account = BenchAccount(count: Self.accountSize, end: BenchClock.start)
        let (calls, found) = try await BenchSite.run(account, now: { clock.now }, pace: clock.pace) { site in
            // 167 calls a day: ten of them, the first and the last included.
            let found = await site.findAll((0..<10).map { account.row($0 * 16) }).found
            return (site.calls, found)
        }
        table.add(
            "10 rows of today, empty index: provider calls",
            target: "<= 3",
            figure: "\(calls)",
            isReached: calls <= 3 && found == 10
        )
    }

    private func measureColdCallers(_ table: inout BenchTable) async throws {
        let clock = BenchClock()
        let account = BenchAccount(count: Self.accountSize, end: BenchClock.start)
        let (tokens, found) = try await BenchSite.run(account, now: { clock.now }, pace: clock.pace) { site in
            let found = await withTaskGroup(of: Int.self) { group in
                for number in 0..<50 {
                    group.addTask { await site.findAll([account.row(number * 3)]).found }
                }
                return await group.reduce(0, +)
            }
            return (site.simulator.counters.snapshot.count(.token), found)
        }
        table.add(
            "50 concurrent cold requests: token requests",
            target: "1",
            figure: "\(tokens)",
            isReached: tokens == 1 && found == 50
        )
    }

    /// In real time, against the simulator's own count of two a second.
    private func measurePacing(_ table: inout BenchTable) async throws {
        let account = BenchAccount(count: 1_200, end: .now)
        let arrivals = Arrivals()
        let (calls, refused) = try await BenchSite.run(
            account,
            now: { .now },
            onRequest: { arrivals.add() },
            pace: .continuous()
        ) { site in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask { _ = await site.findAll([account.row(number * 59)], atMost: 3) }
                }
            }
            let used = site.simulator.quotas.used(region: "uk1", clientID: account.simulated.clientID)
            return (site.calls, site.calls - used.requestsToday - used.tokenRequestsToday)
        }
        let shortest = arrivals.shortestSpan(of: 3) / .seconds(1)
        table.add(
            "any 3 of \(calls) calls in real time span at least",
            target: "> 1 s",
            figure: String(format: "%.3f s", shortest),
            isReached: shortest > 1 && calls > 5
        )
        table.add("  refused by the simulator (1021)", target: "0", figure: "\(refused)", isReached: refused == 0)
    }

    /// When requests came.
    private final class Arrivals: Sendable {
        private let times = Mutex<[ContinuousClock.Instant]>([])

        func add() {
            times.withLock { $0.append(.now) }
        }

        /// The shortest time in which so many came.
        func shortestSpan(of count: Int) -> Duration {
            let times = times.withLock { $0 }
            return times.indices.dropLast(count - 1).map { times[$0 + count - 1] - times[$0] }.min() ?? .zero
        }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        String(format: "%.1f", duration / .milliseconds(1))
    }
}
