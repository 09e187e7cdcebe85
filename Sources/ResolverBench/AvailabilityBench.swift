import CallCorpus
import Dubber
import DubberSimulator
import Foundation
import Recordings
import Synchronization
import Transport

/// What availability costs: provider calls, time, and how well recordings are told.
struct AvailabilityBench {
    static let accountSize = 5_000
    static let pageRows = 1_000
    static let corpusRows = 20_000
    static let usualSeed: UInt64 = 2_026

    /// The corpus follows from it.
    let corpusSeed: UInt64

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

    static func milliseconds(_ duration: Duration) -> String {
        String(format: "%.1f", duration / .milliseconds(1))
    }
}
