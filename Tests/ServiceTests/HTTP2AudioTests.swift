import PlaybackAudit
import Service
import TestSupport
import Testing

/// Audio over HTTP/2: windows, many streams at once, how they end, and what requests bring along.
@Suite("Audio over HTTP/2", .timeLimit(.minutes(6)))
struct HTTP2AudioTests {
    static let shortBytes: Int64 = 200_000
    /// More than the sockets between hold.
    static let longBytes: Int64 = 6 << 20

    /// Runs a service whose recordings are all in the cache, and a connection to it; one user may listen to all of them at once.
    func withPeer(
        sizes: [Int64] = [shortBytes],
        settings: [HTTP2Peer.Setting: Int] = [:],
        _ body: @escaping @Sendable (HTTP2Peer, ServiceUnderTest, [AskedRecording]) async throws -> Void
    ) async throws {
        let configure: @Sendable (inout Setup) -> Void = { $0.configure = { $0.maximumPlaybacksPerUser = 0 } }
        try await WarmService.run(sizes: sizes, over: .http2, configure: configure) { service, recordings, _ in
            try await RawConnection.open(port: service.client.port, offers: Wire.http2.offers) { connection in
                try await body(HTTP2Peer(connection, settings: settings), service, recordings)
            }
        }
    }

    /// The same with windows that never hold anything up.
    func withWidePeer(
        sizes: [Int64],
        _ body: @escaping @Sendable (HTTP2Peer, ServiceUnderTest, [AskedRecording]) async throws -> Void
    ) async throws {
        try await withPeer(sizes: sizes, settings: [.initialWindow: HTTP2Peer.maximumWindow]) {
            peer,
            service,
            recordings in
            try await peer.widenConnection()
            try await body(peer, service, recordings)
        }
    }

    /// Waits until an answer has come that was asked for on a stream of its own, which takes no window.
    func settle(_ peer: HTTP2Peer, stream: Int) async throws {
        try await peer.ask([(":method", "HEAD")] + HTTP2Peer.health.dropFirst(), stream: stream)
        #expect(try await peer.head(of: stream).status == 200)
    }

    /// Ends the playbacks under way, by letting their idle time pass, and tells how each recording's last one ended.
    func outcomes(of service: ServiceUnderTest) async throws -> [String: String] {
        try await until(service.service.answersUnderWay, is: 0)
        let audit = service.service.audit
        repeat {
            service.clock.advance(seconds: 400)
            audit.sweep()
            _ = try await service.client.send("GET", "/healthz")
        } while audit.openCount > 0
        try await until(try await audit.page(AuditQuery()).events.map(\.outcome)) { !$0.contains("open") }
        let events = try await audit.page(AuditQuery()).events.sorted { $0.id < $1.id }
        return Dictionary(events.map { ($0.recordingID, $0.outcome) }) { $1 }
    }
}

extension HTTP2Peer {
    /// Asks for a recording.
    func listen(
        to recording: AskedRecording,
        _ range: String? = nil,
        method: String = "GET",
        stream: Int,
        adding others: [(String, String)] = []
    ) async throws {
        try await ask(Self.request(recording, range, method: method) + others, stream: stream)
    }

    static func request(
        _ recording: AskedRecording,
        _ range: String? = nil,
        method: String = "GET"
    ) -> [(String, String)] {
        [(":method", method), (":scheme", "https"), (":authority", "a"), (":path", recording.target)]
            + (range.map { [("range", $0)] } ?? [])
    }

    func widenConnection() async throws {
        try await widen(stream: 0, by: Self.maximumWindow - Self.initialWindow)
    }
}
