import Dubber
import DubberSimulator
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
        let own = entry.callRecIntGUID.rawValue
        let settings = [
            "ipAddrOrHost1": entry.settings.ipAddrOrHost1, "authUserID1": entry.settings.authUserID1.reveal(),
            "authUserID2": entry.settings.authUserID2.reveal(), "apiParameter1": entry.settings.apiParameter1.reveal(),
            "apiParameter2": entry.settings.apiParameter2.reveal(),
        ]
        func other(_ number: Int) -> [String: Any] {
            [
                "callRecIntGUID": "entry-\(number)", "description": "Entry \(number * 7_919 % entries)",
                "telSysID": number < entries / 2 ? 1 : 1 + number % servers, "apiCommunicationSettings": settings,
            ]
        }
        func user(_ number: Int) -> [String: Any] {
            [
                "username": "user-\(number * 7_919 % users)", "scope": ["telSysID": 1 + number % servers],
                "recordingPlayback": number.isMultiple(of: 2) ? own : "entry-\(number % entries)",
            ]
        }
        let partitions = (0..<servers * partitionsOfServer).map { number -> [String: Any] in
            [
                "partitionGUID": "partition-\(number)", "telSysID": 1 + number / partitionsOfServer,
                "partIDInTelSys": number % partitionsOfServer, "description": "Partition \(number)",
            ]
        }
        let named: [[String: Any]] = [
            ["username": username, "recordingPlayback": own],
            ["username": administrator, "administrator": true, "password": password],
        ]
        return try JSONSerialization.data(withJSONObject: [
            "telephonyServers": (1...servers).map { ["telSysID": $0, "description": "Server \($0)"] as [String: Any] },
            "partitions": partitions,
            "callRecInts": [
                ["callRecIntGUID": own, "description": entry.description, "apiCommunicationSettings": settings]
            ] + (0..<entries).map(other),
            "users": named + (0..<users).map(user),
        ])
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
