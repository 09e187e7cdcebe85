import Dubber
import Foundation
import Logging
import Recordings
import Synchronization
import TestSupport
import Transport

/// A Dubber provider against a scripted peer, with time that only passes when somebody sleeps.
final class DubberBench: Sendable {
    let peer: ScriptedProvider
    let clock = TestClock()
    let dubber: DubberProvider
    private let client: HTTPClient

    private init(
        peer: ScriptedProvider,
        index: StoredRecordingIndex,
        configure: (inout DubberConfiguration) -> Void
    ) throws {
        self.peer = peer
        let egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        client = try HTTPClient(configuration: HTTPClientConfiguration(egress: egress), logger: logger)
        var configuration = DubberConfiguration()
        configure(&configuration)
        let clock = clock
        dubber = DubberProvider(
            configuration: configuration,
            client: client,
            egress: egress,
            logger: logger,
            now: { clock.now },
            pace: clock.pace,
            index: index
        )
    }

    /// Runs a test and shuts everything down.
    static func run(
        _ configure: (inout DubberConfiguration) -> Void = { _ in },
        index: StoredRecordingIndex = .inMemory(),
        _ body: (DubberBench) async throws -> Void
    ) async throws {
        let bench = try DubberBench(peer: try await ScriptedProvider.start(), index: index, configure: configure)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(bench))
        } catch {
            outcome = .failure(error)
        }
        await bench.dubber.shutDown()
        await bench.client.shutdown()
        await bench.peer.stop()
        try outcome.get()
    }

    /// Runs a test with an entry whose hosts are two accounts.
    static func run(
        _ first: ScriptedAccount,
        _ second: ScriptedAccount,
        _ configure: (inout DubberConfiguration) -> Void = { _ in },
        _ body: (DubberBench, IntegrationEntry) async throws -> Void
    ) async throws {
        try await run(configure) { bench in
            first.serve(on: bench.peer)
            second.serve(on: bench.peer)
            try await body(bench, bench.entry("uk1/accounts/acme", "uk2/accounts/acme"))
        }
    }

    func entry(
        _ host1: String = "uk1/accounts/acme",
        _ host2: String = "",
        guid: String = "entry-1",
        authToken: String = "auth-token",
        revision: Int64 = 1
    ) -> IntegrationEntry {
        func field(_ path: String) -> String {
            path.isEmpty || path.contains("://") ? path : "\(peer.baseURL)/\(path)"
        }
        return IntegrationEntry(
            callRecIntGUID: CallRecIntGUID(guid),
            callRecIntType: .dubber,
            scope: .applicationWide,
            description: "Test",
            settings: APICommunicationSettings(
                ipAddrOrHost1: field(host1),
                ipAddrOrHost2: field(host2),
                authUserID1: Secret("client-id"),
                authUserID2: Secret("auth-id"),
                apiParameter1: Secret("client&secret"),
                apiParameter2: Secret(authToken)
            ),
            revision: revision
        )
    }

    func find(
        _ segments: [CallSegment],
        entry: IntegrationEntry? = nil,
        probe: Probe = .live,
        isExplained: Bool = true
    ) async -> [SegmentFinding?] {
        let findings = Mutex([SegmentFinding?](repeating: nil, count: segments.count))
        await dubber.find(segments, entry: entry ?? self.entry(), probe: probe, isExplained: isExplained) {
            index,
            finding in
            findings.withLock { $0[index] = finding }
        }
        return findings.withLock { $0 }
    }

    func find(_ segment: CallSegment, entry: IntegrationEntry? = nil, probe: Probe = .live) async -> SegmentFinding? {
        await find([segment], entry: entry, probe: probe)[0]
    }

    /// How often a path was asked for.
    func count(_ path: String) -> Int {
        peer.requests.count { $0.path == path }
    }
}

extension SegmentFinding {
    /// The ids of the recordings found.
    var foundIDs: [String] {
        switch outcome {
        case .found(let matched), .ambiguous(let matched): matched.map(\.recording.recordingID.rawValue)
        default: []
        }
    }
}
