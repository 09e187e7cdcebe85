import Dubber
import Foundation
import Recordings
import Resolution
import Sharing
import SliceCache
import Synchronization
import TestSupport
import Transport

/// One run: users, entries, a few batches of what they do in bad times, and in the end good times in which everything must be right again.
final class SimulatedRun {
    private struct User {
        let name: String
        var assigned: Int?
    }

    /// A playback that broke off, to be heard to its end later.
    private struct Rest: Hashable {
        let entry: Int
        let call: Int
        let range: Range<Int64>
    }

    private static let guids = [
        CallRecIntGUID.demonstrationSimulator, CallRecIntGUID("entry-1"), CallRecIntGUID("entry-2"),
    ]
    private static let simulatorServer = TelSysID(9)
    private static let officeServer = TelSysID(1)
    /// The longest that the wall clock is set wrong at once.
    private static let longestJumpSeconds = 7_200.0
    private static let batches = 6

    private var random: SeededGenerator
    private let accounts: SimulatedAccounts
    private let clock: SimulatedClock
    private let surroundings: SimulatedService.Surroundings
    private let baseURL: String
    private var service: SimulatedService
    private var users: [User]
    private var revisions = [Int64](repeating: 1, count: guids.count)
    private var mayBeAsked: Set<Int> = []
    private var rests: Set<Rest> = []
    private var violations: [String] = []
    private(set) var playbacks = 0
    private(set) var interruptions = 0

    init(
        _ number: Int,
        accounts: SimulatedAccounts,
        surroundings: SimulatedService.Surroundings,
        baseURL: String,
        random: SeededGenerator
    ) async throws {
        self.random = random
        self.accounts = accounts
        self.surroundings = surroundings
        self.baseURL = baseURL
        clock = surroundings.clock
        users = [User(name: "a", assigned: 1), User(name: "b", assigned: nil), User(name: "c", assigned: nil)]
        service = try await SimulatedService.start(surroundings, cacheBytes: 1 << 20, sliceBytes: 512)
    }

    /// Plays everything through; gives what went wrong.
    func violations() async throws -> [String] {
        for _ in 0..<Self.batches {
            try await change()
            await batch()
        }
        await recover()
        await service.stop()
        if surroundings.log.contains(SimulatedAccounts.secretMark) { violations.append("the log names a secret") }
        let strangers = accounts.asked.subtracting(mayBeAsked)
        if !strangers.isEmpty { violations.append("entries \(strangers) were asked, assigned to nobody") }
        return violations + accounts.violations
    }

    // MARK: What happens between batches

    private func change() async throws {
        accounts.setFair(random.happens(0.4))
        let isGood = random.happens(0.7)
        surroundings.disk.setGood(isGood)
        SimulatedIndexFault.set(isGood ? nil : random.pick(SimulatedIndexFault.tables), folder: surroundings.folder)
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            clock.jump(seconds: Double.random(in: -Self.longestJumpSeconds...Self.longestJumpSeconds, using: &random))
        case 1: clock.advance(by: .seconds(Int.random(in: 1...40_000, using: &random)))
        case 2: users[random.pick([0, 1])].assigned = random.pick([nil, 1, 2])
        case 3: accounts.listLate()
        case 4: await changeEntry(random.pick([0, 1, 2]))
        case 5, 6: try await restart()
        default: clock.advance(by: .seconds(Int.random(in: 0...100, using: &random)))
        }
    }

    private func changeEntry(_ number: Int) async {
        revisions[number] += 1
        await service.provider.forget(entry: Self.guids[number])
        let guid = Self.guids[number]
        _ = await service.cache.purge { $0.entry == guid }
    }

    /// Stops, lets the disk rot, and starts again.
    private func restart() async throws {
        await service.stop()
        surroundings.disk.setGood(true)
        SimulatedIndexFault.set(nil, folder: surroundings.folder)
        accounts.countLoss()
        for file in ["index.sqlite", "provider.sqlite"] where random.happens(0.2) {
            let path = surroundings.folder + "/" + file
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try Data(random.happens(0.5) ? [] : random.bytes(5_000)).write(to: URL(filePath: path))
        }
        for number in surroundings.disk.all() where random.happens(0.3) { try spoil(number) }
        service = try await SimulatedService.start(
            surroundings,
            cacheBytes: random.pick([6_000, 1 << 20]),
            sliceBytes: random.pick([512, 2_000])
        )
    }

    /// A byte of a file is another one, or its end is missing.
    private func spoil(_ number: Int64) throws {
        let url = URL(filePath: "\(surroundings.folder)/audio/\(number).audio")
        var bytes = try Data(contentsOf: url)
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if random.happens(0.5) { bytes[place] ^= 0x10 } else { bytes = bytes.prefix(place) }
        try bytes.write(to: url)
    }

    // MARK: What users do

    private var snapshot: RegistrySnapshot {
        let servers = [
            TelephonyServer(telSysID: Self.officeServer, description: "Office", isDemonstrationSimulator: false),
            TelephonyServer(telSysID: Self.simulatorServer, description: "Examples", isDemonstrationSimulator: true),
        ]
        let people = users.map { user in
            ReportingUser(
                username: user.name,
                fullName: user.name,
                scope: .applicationWide,
                recordingPlayback: user.assigned.map { Self.guids[$0] },
                isAdministrator: false
            )
        }
        let entries = Self.guids.indices.map { entry($0) }
        return RegistrySnapshot(
            telephonyServers: SharedTable(servers, by: \.telSysID),
            users: UsersByName(people),
            entries: SharedTable(entries, by: \.callRecIntGUID)
        )
    }

    private func entry(_ number: Int) -> IntegrationEntry {
        accounts.entry(number, guid: Self.guids[number], revision: revisions[number], baseURL: baseURL)
    }

    /// Who is asked for a user's calls on a server, compared with what the rules are meant to say.
    private func resolve(_ user: User, _ server: TelSysID) -> Int? {
        let expected = user.assigned.map { server == Self.simulatorServer ? 0 : $0 }
        let request = ResolutionRequest(username: user.name, telSysID: server)
        var found: Int?
        if case .entry(let entry) = EntryResolver(isFeatureEnabled: true).resolve(request, in: snapshot).verdict {
            found = Self.guids.firstIndex(of: entry.callRecIntGUID)
        }
        if found != expected {
            violations.append("\(user.name) on \(server) asks \(found as Int?) not \(expected as Int?)")
        }
        expected.map { _ = mayBeAsked.insert($0) }
        return found
    }

    private func batch() async {
        var works: [@Sendable (SimulatedService, SimulatedAccounts) async -> SimulatedWork.Outcome] = []
        for _ in 0..<Int.random(in: 2...5, using: &random) {
            let user = random.pick(users)
            guard let number = resolve(user, random.pick([Self.officeServer, Self.officeServer, Self.simulatorServer]))
            else { continue }
            let entry = entry(number)
            if random.happens(0.4) {
                let calls = accounts.calls.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))
                works.append { await SimulatedWork.page(Array(calls), entry: entry, number: number, $0, $1) }
            } else {
                let call = random.pick([0, 0, 1, 2, 3, 4])
                let range = someRange(Int64(accounts.bytes(entry: number, call: call).count))
                let patience = random.happens(0.3) ? Int.random(in: 0...2_000, using: &random) : .max
                works.append {
                    await SimulatedWork.play(call, range, patience: patience, entry: entry, number: number, $0, $1)
                }
            }
        }
        if random.happens(0.2) {
            let recording = random.pick(accounts.calls).id
            works.append { service, _ in
                _ = await service.cache.purge { $0.recording.rawValue == recording }
                return SimulatedWork.Outcome()
            }
        }
        await perform(works)
    }

    private func someRange(_ size: Int64) -> Range<Int64> {
        let start = random.happens(0.4) ? 0 : Int64.random(in: 0..<size, using: &random)
        return start..<(random.happens(0.5) ? size : Int64.random(in: start + 1...size, using: &random))
    }

    private func perform(
        _ works: [@Sendable (SimulatedService, SimulatedAccounts) async -> SimulatedWork.Outcome]
    ) async {
        let (service, accounts) = (service, accounts)
        await withTaskGroup(of: SimulatedWork.Outcome.self) { group in
            for work in works { group.addTask { await work(service, accounts) } }
            for await outcome in group {
                violations += outcome.violations
                playbacks += outcome.isPlayback ? 1 : 0
                guard let rest = outcome.rest else { continue }
                interruptions += 1
                rests.insert(Rest(entry: rest.entry, call: rest.call, range: rest.range))
            }
        }
    }

    // MARK: Good times again

    private func recover() async {
        accounts.setFair(true)
        surroundings.disk.setGood(true)
        SimulatedIndexFault.set(nil, folder: surroundings.folder)
        accounts.listLate()
        // Refused credentials are not tried again until the entry changes.
        for number in accounts.takeRefused() { await changeEntry(number) }
        // Cool-downs, holds, and what was believed while the clock was wrong, are over by then.
        clock.advance(by: .seconds(3 * 86_400))
        for number in mayBeAsked.sorted() {
            let entry = entry(number)
            violations += await SimulatedWork.page(
                accounts.calls.filter { accounts.isListed($0.number) },
                entry: entry,
                number: number,
                mustBeFound: true,
                service,
                accounts
            ).violations
            for call in accounts.calls.indices where accounts.isListed(call) {
                let size = Int64(accounts.bytes(entry: number, call: call).count)
                await hear(call, 0..<size, number: number)
            }
        }
        for rest in rests { await hear(rest.call, rest.range, number: rest.entry) }
        do {
            try await until(service.cache.totals.readers, is: 0)
            await service.cache.workEnds()
        } catch {
            violations.append("something never ended: \(error)")
        }
    }

    private func hear(_ call: Int, _ range: Range<Int64>, number: Int) async {
        let outcome = await SimulatedWork.play(
            call,
            range,
            patience: .max,
            entry: entry(number),
            number: number,
            service,
            accounts
        )
        violations += outcome.violations
        if let failure = outcome.failure {
            violations.append("call \(call) of entry \(number), \(range), in good times: \(failure)")
        }
    }
}
