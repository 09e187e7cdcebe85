import Service
import TestSupport
import Testing

/// How a connection ends that carries bodies.
extension HTTP2AudioTests {
    @Test("A listener who leaves amid its bodies leaves none under way")
    func leaving() async throws {
        try await WarmService.run(sizes: [Self.longBytes], over: .http2) { service, recordings, _ in
            try await leave(service, amid: recordings[0], window: Self.usualWindow)
            try await until(service.service.answersUnderWay, is: 0)
        }
    }

    /// Listens to a recording three times, and leaves once a little of it has come.
    func leave(_ service: ServiceUnderTest, amid recording: AskedRecording, window: Int) async throws {
        try await RawConnection.open(port: service.client.port, offers: Wire.http2.offers) { connection in
            let peer = try await HTTP2Peer(connection, settings: [.initialWindow: window])
            try await peer.widenConnection()
            for stream in [1, 3, 5] { try await peer.listen(to: recording, stream: stream) }
            _ = try await peer.head(of: 1)
            _ = try await peer.read(100_000, of: 1)
        }
    }

    @Test("A listener who says that it will ask no more is given what it asked for")
    func farewell() async throws {
        try await withPeer(sizes: [Self.longBytes], settings: [.initialWindow: 1_000]) { peer, _, recordings in
            try await peer.widenConnection()
            for stream in [1, 3] { try await peer.listen(to: recordings[0], stream: stream) }
            for stream in [1, 3] { _ = try await peer.head(of: stream) }
            try await peer.write(kind: HTTP2Peer.Kind.goAway, stream: 0, payload: Array(repeating: 0, count: 8))
            for stream in [1, 3] { try await peer.widen(stream: stream, by: Int(Self.longBytes)) }
            for stream in [1, 3] { #expect(try await peer.read(.max, of: stream) == recordings[0].truth) }
        }
    }

    @Test("On a graceful stop the bodies under way are sent whole, then the connection ends")
    func stop() async throws {
        try await withPeer(sizes: [Self.longBytes], settings: [.initialWindow: 1_000]) { peer, service, recordings in
            try await peer.widenConnection()
            let streams = (0..<8).map { 1 + 2 * $0 }
            for stream in streams { try await peer.listen(to: recordings[0], stream: stream) }
            for stream in streams { _ = try await peer.head(of: stream) }
            await service.stop()
            for stream in streams { try await peer.widen(stream: stream, by: Int(Self.longBytes)) }
            for stream in streams { #expect(try await peer.read(.max, of: stream) == recordings[0].truth) }
            var reply = try await peer.next()
            while reply == .goAway(code: 0) { reply = try await peer.next() }
            #expect(reply == .closed)
        }
    }
}
