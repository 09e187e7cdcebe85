import Dubber
import Foundation
import Recordings
import Synchronization
import Transport

/// Something counted.
final class BenchCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}

/// What the index is measured with.
extension IndexBench {
    func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "resolver-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    /// A provider that asks a process of its own, and is not slowed by the quota: its waits pass at once.
    func withSite(_ list: LongList, folder: String, _ body: (Site) async throws -> Void) async throws {
        let peer = Process()
        peer.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        peer.arguments = ["list-peer", String(list.count), String(list.end)]
        let (input, output) = (Pipe(), Pipe())
        (peer.standardInput, peer.standardOutput) = (input, output)
        try peer.run()
        defer { peer.terminate() }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw Failure.noPeer }
        guard let database = DubberDatabase.open(path: folder + "/provider.sqlite", logger: BenchSite.logger) else {
            throw Failure.noDatabase
        }
        let egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        let client = try HTTPClient(configuration: HTTPClientConfiguration(egress: egress), logger: BenchSite.logger)
        var configuration = DubberConfiguration()
        configuration.pageSize = Self.pageSize
        let (clock, calls) = (BenchClock(), BenchCount())
        let dubber = DubberProvider(
            configuration: configuration,
            client: client,
            egress: egress,
            logger: BenchSite.logger,
            now: { clock.now },
            pace: clock.pace,
            index: StoredRecordingIndex(database: database, logger: BenchSite.logger),
            ledger: PacedQuotaLedger(
                configuration: configuration,
                pace: clock.pace,
                store: StoredQuota(database: database),
                now: { clock.now }
            ),
            onCall: { _, _, _ in calls.add() }
        )
        let entry = BenchAccount(count: 1, end: BenchClock.start).entry(port: port)
        try await body(Site(dubber: dubber, entry: entry, clock: clock, calls: calls))
        await dubber.shutDown()
        await client.shutdown()
        database.close()
    }

    static func find(_ rows: [CallSegment], _ site: Site) async -> [SegmentFinding.Outcome] {
        let outcomes = Mutex([SegmentFinding.Outcome](repeating: .notFound, count: rows.count))
        await site.dubber.find(rows, entry: site.entry, probe: .live) { index, finding in
            outcomes.withLock { $0[index] = finding.outcome }
        }
        return outcomes.withLock { $0 }
    }

    static func isFound(_ outcome: SegmentFinding.Outcome) -> Bool {
        if case .found = outcome { true } else { false }
    }

    static func retrySeconds(_ outcome: SegmentFinding.Outcome) -> Int? {
        if case .unknown(let seconds) = outcome { seconds } else { nil }
    }

    /// What the process has used of the processors so far.
    static func cpuMilliseconds() -> Double {
        Double(clock()) * 1e3 / Double(CLOCKS_PER_SEC)
    }

    static func residentMebibytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return (kibibytes ?? .max) / 1_024
    }
}
