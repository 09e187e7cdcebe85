import Dubber
import DubberSimulator
import ExampleCompany
import Foundation
import PlaybackAudit
import Recordings
import Registry
import Service
import Transport

/// The service that dear requests are sent to, in a process of its own: a large registry, an audit of many rows, calls to find and a long recording.
struct DearService {
    static let username = "bench"
    static let administrator = "bench-administrator"
    static let password = "of the benchmark"
    static let recordingID = "0499999999"
    static let calls = 5_000
    static let entries = 20_000
    private static let users = 50_000
    private static let servers = 100
    private static let partitionsOfServer = 100
    private static let events = 10_000

    /// What it takes to ask, printed on one line.
    struct Place: Codable {
        let port: Int
        let reportToken: String
        let adminToken: String
    }

    /// Serves until the process is ended, or the one that began it is gone.
    static func run(folder: String) async throws {
        endWithInput()
        let account = BenchAccount(count: calls, end: .now)
        let long = SimulatedRecording(
            id: recordingID,
            from: "+441632960000",
            to: "+441132960200",
            channel: "Pat Example",
            startTime: Date(timeIntervalSince1970: (Date.now.timeIntervalSince1970 - 86_400).rounded()),
            durationSeconds: 600,
            externalCallID: "callhalf-long:0",
            audio: .example("long-call.mp3")
        )
        let simulated = BenchAccount(recordings: account.recordings + [long])
        let (simulatorPorts, simulatorListens) = AsyncStream<Int>.makeStream()
        let simulator = try DubberSimulator(
            configuration: SimulatorConfiguration(
                regions: ["uk1": SimulatedRegion(accounts: [simulated.simulated])],
                quota: .unlimited
            ),
            port: 0,
            logger: BenchSite.logger,
            onListening: { simulatorListens.yield($0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { servers in
            servers.addTask { try await simulator.run() }
            for await simulatorPort in simulatorPorts {
                let service = try await service(folder: folder)
                try service.service.registry.importFile(importFile(account.entry(port: simulatorPort)))
                let tokens = [TokenRole.report, .admin].map { ($0.rawValue, $0) }
                let secrets = try tokens.map { try service.service.registry.createToken(name: $0.0, role: $0.1).secret }
                servers.addTask { try await service.service.run() }
                for await port in service.ports {
                    // Rows are written while the service runs.
                    try await fillAudit(of: service.service)
                    let place = Place(port: port, reportToken: secrets[0].reveal(), adminToken: secrets[1].reveal())
                    print(String(decoding: try JSONEncoder().encode(place), as: UTF8.self))
                    fflush(nil)
                    break
                }
                break
            }
            try await servers.waitForAll()
        }
    }

    /// Ends the process once its standard input closes, which only the one that began it holds.
    private static func endWithInput() {
        Thread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            exit(0)
        }
        .start()
    }

    private static func service(folder: String) async throws -> (service: PlaybackService, ports: AsyncStream<Int>) {
        var configuration = ServiceConfiguration()
        configuration.port = 0
        configuration.dataDirectory = folder
        configuration.egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        configuration.dubber.requestsPerSecond = 1_000
        // What is asked for is that the requests cost, not that they are refused.
        configuration.maximumRequestsPerSecond = 0
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let service = try await PlaybackService(
            configuration: configuration,
            logger: BenchSite.logger,
            onListening: { listening.yield($0) }
        )
        return (service, ports)
    }

    private static func importFile(_ entry: IntegrationEntry) throws -> Data {
        let servers = (1...Self.servers).map { TelSysID(Int32($0)) }
        func server(_ number: Int) -> Scope { .telephonyServer(servers[number % servers.count]) }
        let entries = (0..<Self.entries).map { number in
            IntegrationEntry(
                example: CallRecIntGUID("entry-\(number)"),
                server(number < Self.entries / 2 ? 0 : number),
                "Entry \(number * 7_919 % Self.entries)",
                settings: entry.settings
            )
        }
        let users = (0..<Self.users).map { number in
            ExampleUser(
                "user-\(number * 7_919 % Self.users)",
                scope: server(number),
                recordingPlayback: (number.isMultiple(of: 2) ? entry : entries[number % entries.count]).callRecIntGUID
            )
        }
        return try ExampleCompany(
            telephonyServers: servers.map {
                TelephonyServer(telSysID: $0, description: "Server \($0)", isDemonstrationSimulator: false)
            },
            partitions: (0..<servers.count * partitionsOfServer).map { number in
                Partition(
                    partitionGUID: PartitionGUID("partition-\(number)"),
                    telSysID: servers[number / partitionsOfServer],
                    partIDInTelSys: PartIDInTelSys(Int32(number % partitionsOfServer)),
                    description: "Partition \(number)"
                )
            },
            entries: [entry] + entries,
            users: [
                ExampleUser(username, recordingPlayback: entry.callRecIntGUID),
                ExampleUser(administrator, isAdministrator: true, password: password),
            ] + users
        ).importFile()
    }

    private static func fillAudit(of service: PlaybackService) async throws {
        guard let recording = RecordingID(recordingID) else { return }
        let audit = service.audit
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<events {
                let key = PlaybackKey(
                    listener: .user("user-\(number)", expiresAt: 1_795_000_000, keyID: "bench"),
                    entry: CallRecIntGUID("bench"),
                    recording: recording,
                    address: "192.0.2.\(number % 256)",
                    isDownload: false
                )
                tasks.addTask { _ = try await audit.open(key, sizeBytes: 1_000_000, range: 0..<65_536) }
            }
            try await tasks.waitForAll()
        }
    }
}
