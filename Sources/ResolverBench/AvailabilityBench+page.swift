import DubberSimulator
import Foundation
import Recordings

/// What a report page of rows costs: at first, again, later, and after a restart.
extension AvailabilityBench {
    private struct PageCosts: Sendable {
        var cold = (calls: 0, found: 0, requests: 0)
        var again = 0
        var hourLater = 0
        var restarted = 0
        var port = 0
        var times: [Duration] = []
    }

    func measurePage(_ table: inout BenchTable) async throws {
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
        try await measureShortPages(&table)
        try await measureServedPage(&table)
    }

    /// The same rows where the provider does not give long pages.
    private func measureShortPages(_ table: inout BenchTable) async throws {
        let account = BenchAccount(count: Self.accountSize, end: BenchClock.start)
        let faults: [(String, Fault.Kind)] = [
            ("capped at 100", .cappedPage(items: 100)), ("capped at 250", .cappedPage(items: 250)),
            ("above 100 refused", .refusedCount(above: 100)),
        ]
        for (name, fault) in faults {
            let clock = BenchClock()
            let (calls, found) = try await BenchSite.run(account, now: { clock.now }, pace: clock.pace) { site in
                site.simulator.faults.add(Fault(fault))
                let found = await site.findAll(account.rows(Self.pageRows)).found
                return (site.calls, found)
            }
            table.add(
                "the same, empty index, pages \(name): provider calls",
                target: "<= 55",
                figure: "\(calls)",
                isReached: calls <= 55 && found == Self.pageRows
            )
        }
    }

    /// In real time: rows of calls that ended before today, of an account that the service has read once.
    private func measureServedPage(_ table: inout BenchTable) async throws {
        let account = BenchAccount(count: Self.accountSize, end: .now)
        let times = try await ServedPage(account: account, rows: account.rows(Self.pageRows)).times(of: 51)
        let median = times[times.count / 2]
        table.add(
            "\(Self.pageRows) indexed rows over HTTP, JSON included: median of \(times.count) requests",
            target: "< 50 ms",
            figure:
                "\(Self.milliseconds(median)) ms (\(Self.milliseconds(times[0])) to \(Self.milliseconds(times[times.count - 1])))",
            isReached: median < .milliseconds(50)
        )
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
            target: "<= 13",
            figure: "\(costs.cold.calls)",
            isReached: costs.cold.calls <= 13 && costs.cold.found == Self.pageRows
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
            "  of that lookup and matching: median of \(sorted.count) requests",
            figure: "\(Self.milliseconds(median)) ms (worst \(Self.milliseconds(worst)))"
        )
    }
}
