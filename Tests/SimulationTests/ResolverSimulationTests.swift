import Foundation
import Logging
import Sharing
import Synchronization
import TestSupport
import Testing
import Transport

/// Resolution, the provider's client and the audio cache together, through thousands of short histories of faults: of the provider, of the disk and of
/// the clock.
///
/// Each run's choices follow from the seed and its number; how tasks interleave is the system's. `SIMULATION_SEED` repeats a seed,
/// `SIMULATION_FIRST` begins with a later run, `SIMULATION_RUNS` makes more or fewer runs.
@Suite("Users, entries and listeners through provider, disk and clock faults", .timeLimit(.minutes(30)))
struct ResolverSimulationTests {
    /// Other histories are looked for with `SIMULATION_SEED`.
    private static let usualSeed: UInt64 = 1
    private static let usualRuns = 2_000
    private static let runsAtOnce = 4
    private static let runsPerPeer = 200

    /// The provider's side of each run that is under way.
    private final class Worlds: Sendable {
        private let byRun = Mutex<[Int: SimulatedAccounts]>([:])

        subscript(run: Int) -> SimulatedAccounts? {
            get { byRun.withLock { $0[run] } }
            set { byRun.withLock { $0[run] = newValue } }
        }
    }

    private struct Totals: Sendable {
        var runs = 0
        var playbacks = 0
        var interruptions = 0
        var violations: [String] = []
    }

    @Test(
        "No wrong byte, no other entry's recording, no call beyond the quota, no secret logged, and all is right again in the end"
    )
    func simulation() async throws {
        let settings = ProcessInfo.processInfo.environment
        let seed = settings["SIMULATION_SEED"].flatMap { UInt64($0) } ?? Self.usualSeed
        let first = settings["SIMULATION_FIRST"].flatMap { Int($0) } ?? 0
        let count = settings["SIMULATION_RUNS"].flatMap { Int($0) } ?? Self.usualRuns
        print("simulation seed \(seed), runs \(first)..<\(first + count)")
        let began = ContinuousClock.now
        var totals = Totals()
        for start in stride(from: first, to: first + count, by: Self.runsPerPeer) {
            try await runs(start..<min(start + Self.runsPerPeer, first + count), seed: seed, totals: &totals)
            guard totals.violations.isEmpty else { break }
        }
        for violation in totals.violations.prefix(20) { Issue.record("\(violation)") }
        print(
            "simulation seed \(seed): \(totals.runs) runs in \(began.duration(to: .now)), \(totals.playbacks) playbacks, "
                + "\(totals.interruptions) interrupted and resumed, \(totals.violations.count) violations"
        )
        #expect(totals.runs == count || !totals.violations.isEmpty)
    }

    private func runs(_ numbers: Range<Int>, seed: UInt64, totals: inout Totals) async throws {
        let peer = try await ScriptedProvider.start()
        let worlds = Worlds()
        for method in ["GET", "POST"] {
            peer.on(method, "/*") { request in
                let name = request.path.split(separator: "/").first ?? ""
                guard let region = SimulatedAccounts.Region(name), let world = worlds[region.run]
                else { return .json(404, "{}") }
                return world.answer(request, region: region, name: String(name))
            }
        }
        var configuration = HTTPClientConfiguration()
        configuration.egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        let client = try HTTPClient(configuration: configuration, logger: LogText().logger)
        try await withThrowingTaskGroup(of: Totals.self) { group in
            var waiting = numbers.makeIterator()
            func start() {
                guard let number = waiting.next() else { return }
                group.addTask {
                    try await Self.run(number, seed: seed, peer: peer.baseURL, client: client, worlds: worlds)
                }
            }
            for _ in 0..<Self.runsAtOnce { start() }
            for try await one in group {
                totals.runs += one.runs
                totals.playbacks += one.playbacks
                totals.interruptions += one.interruptions
                totals.violations += one.violations
                start()
            }
        }
        await client.shutdown()
        await peer.stop()
    }

    private static func run(
        _ number: Int,
        seed: UInt64,
        peer: String,
        client: HTTPClient,
        worlds: Worlds
    ) async throws -> Totals {
        var random = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(number))
        let clock = SimulatedClock()
        var limits = SimulatedAccounts.Limits()
        limits.perSecond = random.pick([1, 2, 5])
        limits.perDay = random.pick([60, 5_000])
        let accounts = SimulatedAccounts(run: number, entryCount: 3, limits: limits, clock: clock, random: &random)
        accounts.audioBase.withLock { $0 = peer }
        worlds[number] = accounts
        defer { worlds[number] = nil }
        let folder = FileManager.default.temporaryDirectory.appending(path: "simulation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = LogText()
        let run = try await SimulatedRun(
            number,
            accounts: accounts,
            surroundings: .init(
                folder: folder.path,
                client: client,
                clock: clock,
                disk: try SimulatedDisk(folder: folder.path, seed: random.next()),
                log: log,
                limits: limits
            ),
            baseURL: peer,
            random: random
        )
        let violations = try await run.violations()
        return Totals(
            runs: 1,
            playbacks: run.playbacks,
            interruptions: run.interruptions,
            violations: violations.map { "seed \(seed), run \(number): \($0)" }
        )
    }
}
