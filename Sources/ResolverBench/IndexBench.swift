import Dubber
import Foundation
import Recordings
import Synchronization
import Transport

/// What an account of a million recordings costs: each page of its list, a report page of known rows, and the memory of all.
struct IndexBench {
    static let accountSize = 1_000_000
    static let pageSize = 500
    static let rows = 1_000
    static let depths = [10_000, 100_000, 1_000_000]
    static let requests = 201

    enum Failure: Error {
        case noPeer
        case noDatabase
    }

    /// A provider over an index on disk, whose time passes when it waits.
    struct Site: Sendable {
        let dubber: DubberProvider
        let entry: IntegrationEntry
        let clock: BenchClock
        let calls: BenchCount
    }

    let list = LongList(count: accountSize, end: Int(BenchClock.start.timeIntervalSince1970))

    /// Measures everything and prints the table.
    ///
    /// - Returns: whether every target was reached.
    func run() async throws -> Bool {
        var table = BenchTable()
        try await measurePages(&table)
        try await measureReading(&table)
        print()
        table.print()
        return table.isReached
    }

    /// Pages that were read already, given to the index one after the other.
    private func measurePages(_ table: inout BenchTable) async throws {
        try await withFolder { folder in
            guard let database = DubberDatabase.open(path: folder + "/provider.sqlite", logger: BenchSite.logger) else {
                throw Failure.noDatabase
            }
            let index = StoredRecordingIndex(database: database, logger: BenchSite.logger)
            let key = IndexKey(entry: CallRecIntGUID("bench"), revision: 1, host: "h")
            var costs: [Int: Double] = [:]
            var observation: Coverage.Observation?
            var first = 0
            for depth in Self.depths {
                let (before, start) = (Self.cpuMilliseconds(), first)
                var making = 0.0
                while first < depth {
                    let began = Self.cpuMilliseconds()
                    let recordings = (first..<min(first + Self.pageSize, depth)).compactMap(list.recording)
                    let learned = Self.learned(recordings, after: observation)
                    observation = learned.observation
                    making += Self.cpuMilliseconds() - began
                    await index.take(.learned(learned), key: key)
                    first += Self.pageSize
                }
                let pages = Double((first - start) / Self.pageSize)
                costs[depth] = (Self.cpuMilliseconds() - before - making) / pages
            }
            for depth in Self.depths {
                table.add(
                    "CPU for each page of \(Self.pageSize), up to \(depth) recordings: the index",
                    target: "<= 5 ms",
                    figure: String(format: "%.2f ms", costs[depth] ?? 0),
                    isReached: (costs[depth] ?? .infinity) <= 5
                )
            }
            database.close()
        }
    }

    private static func learned(_ recordings: [Recording], after last: Coverage.Observation?) -> LearnedPage {
        let page = RecordingPage(recordings: recordings, itemCount: recordings.count)
        let now = BenchClock.start
        var next = ListReading.begin(page, askedAt: now, pageSize: pageSize)
        if let last, case .observed(let on) = ListReading.proceed(last, with: page, askedAt: now, pageSize: pageSize) {
            next = on
        }
        let shown = next.floor..<(last?.floor ?? .distantFuture)
        return LearnedPage(recordings, observation: next, seenAt: now, shown: shown)
    }

    /// Through a provider's list, from its head to its end, as rows ever further down are asked for.
    private func measureReading(_ table: inout BenchTable) async throws {
        try await withFolder { folder in
            try await withSite(list, folder: folder) { site in
                for depth in Self.depths { await measureDepth(depth, site: site, table: &table) }
                let spread = (0..<Self.rows).map { list.row($0 * (Self.accountSize / Self.rows)) }
                await measureRows("spread over the account", spread, site: site, table: &table)
                let dense = (0..<Self.rows).map { list.row(500_000 + $0) }
                await measureRows("one after the other", dense, site: site, table: &table)
            }
            let mebibytes = Self.residentMebibytes()
            table.add(
                "memory of the process with \(Self.accountSize) recordings",
                target: "<= 100 MB",
                figure: "\(mebibytes) MiB",
                isReached: mebibytes <= 95
            )
        }
    }

    /// A row so far down that only the account's list leads to it: its caller is withheld.
    private func measureDepth(_ depth: Int, site: Site, table: inout BenchTable) async {
        let row = list.row(depth - 2, from: "anonymous")
        let (calls, cpu) = (site.calls.value, Self.cpuMilliseconds())
        let said = Self.retrySeconds(await Self.find([row], site)[0])
        let askedAt = site.clock.now
        await site.dubber.endOfSearches()
        let passed = site.clock.now.timeIntervalSince(askedAt)
        let pages = site.calls.value - calls
        let cost = (Self.cpuMilliseconds() - cpu) / Double(max(pages, 1))
        let isFound = Self.isFound(await Self.find([row], site)[0])
        table.add(
            "a row at \(depth): found; calls",
            target: "yes",
            figure: "\(isFound ? "yes" : "no"); \(pages)",
            isReached: isFound
        )
        if let said {
            table.add(
                "  retryAfterSeconds, and when it was found",
                target: "in time",
                figure: String(format: "%d s, %.0f s", said, passed),
                isReached: passed <= Double(said)
            )
        }
        table.add("  CPU for each page, HTTP and JSON included", figure: String(format: "%.2f ms", cost))
    }

    private func measureRows(_ name: String, _ rows: [CallSegment], site: Site, table: inout BenchTable) async {
        let calls = site.calls.value
        var times: [Duration] = []
        var found = 0
        for _ in 0..<Self.requests {
            let start = ContinuousClock.now
            let outcomes = await Self.find(rows, site)
            times.append(ContinuousClock.now - start)
            found = outcomes.count(where: Self.isFound)
        }
        let inOrder = times.map { $0 / .milliseconds(1) }.sorted()
        let (median, late) = (inOrder[inOrder.count / 2], inOrder[inOrder.count * 99 / 100])
        table.add(
            "\(rows.count) known rows, \(name): p50, p99",
            target: "p99 < 60 ms",
            figure: String(format: "%.1f, %.1f ms", median, late),
            isReached: late < 60
        )
        table.add(
            "  found; calls",
            target: "\(rows.count); 0",
            figure: "\(found); \(site.calls.value - calls)",
            isReached: found == rows.count && site.calls.value == calls
        )
    }
}
