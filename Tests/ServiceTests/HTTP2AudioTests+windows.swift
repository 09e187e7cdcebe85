import Testing

/// Flow control: what a listener does not make room for does not come.
///
/// Source: RFC 9113 sections 5.2, 6.5.2 and 6.9.
extension HTTP2AudioTests {
    /// The most that is read from the cache for a listener beyond what it takes.
    static let maximumHeldBytes: Int64 = 1 << 20

    @Test(
        "A listener is given what its window holds, to the byte, and the rest as the window grows",
        arguments: [[0, 1, 1, 65_535], [1, 16_384, 1], [65_535, 1, 100_000], [65_536, 7], [199_999], [200_000]]
    )
    func window(grants: [Int]) async throws {
        try await withPeer(settings: [.initialWindow: grants[0]]) { peer, _, recordings in
            try await peer.widenConnection()
            try await peer.listen(to: recordings[0], stream: 1)
            #expect(try await peer.head(of: 1)["content-length"] == "\(Self.shortBytes)")
            var body: [UInt8] = []
            for (number, grant) in grants.enumerated() {
                if number > 0 { try await peer.widen(stream: 1, by: grant) }
                body += try await peer.read(grant, of: 1)
                try await settle(peer, stream: 3 + 2 * number)
                #expect(peer.waitingBytes(of: 1) == 0)
            }
            #expect(body.count == grants.reduce(0, +))
            try await peer.widen(stream: 1, by: Int(Self.shortBytes))
            body += try await peer.read(.max, of: 1)
            #expect(body == recordings[0].truth)
        }
    }

    @Test("The connection's window holds the bodies of all its streams together")
    func connectionWindow() async throws {
        try await withPeer(settings: [.initialWindow: HTTP2Peer.maximumWindow]) { peer, _, recordings in
            let streams = [1, 3, 5]
            for stream in streams { try await peer.listen(to: recordings[0], stream: stream) }
            var allowed = HTTP2Peer.initialWindow
            for (number, grant) in [0, 1, 100_000].enumerated() {
                if grant > 0 { try await peer.widen(stream: 0, by: grant) }
                allowed += grant
                try await peer.collect { streams.reduce(0) { $0 + peer.waitingBytes(of: $1) } >= allowed }
                try await settle(peer, stream: 7 + 2 * number)
                #expect(streams.reduce(0) { $0 + peer.waitingBytes(of: $1) } == allowed)
            }
            try await peer.widen(stream: 0, by: 3 * Int(Self.shortBytes))
            for stream in streams { #expect(try await peer.read(.max, of: stream) == recordings[0].truth) }
        }
    }

    @Test("A window that a listener makes smaller than what it has taken holds everything until it is made up for")
    func negativeWindow() async throws {
        try await withPeer(settings: [.initialWindow: 100_000]) { peer, _, recordings in
            try await peer.widenConnection()
            try await peer.listen(to: recordings[0], stream: 1)
            _ = try await peer.head(of: 1)
            var body = try await peer.read(100_000, of: 1)
            // 60,000 less than nothing.
            try await peer.set([.initialWindow: 40_000])
            try await settle(peer, stream: 3)
            #expect(peer.waitingBytes(of: 1) == 0)
            try await peer.widen(stream: 1, by: 60_000)
            try await settle(peer, stream: 5)
            #expect(peer.waitingBytes(of: 1) == 0)
            try await peer.widen(stream: 1, by: 1)
            body += try await peer.read(1, of: 1)
            try await settle(peer, stream: 7)
            #expect(peer.waitingBytes(of: 1) == 0)
            try await peer.set([.initialWindow: 40_010])
            body += try await peer.read(10, of: 1)
            try await settle(peer, stream: 9)
            #expect(peer.waitingBytes(of: 1) == 0)
            try await peer.set([.initialWindow: 1_000_000])
            body += try await peer.read(.max, of: 1)
            #expect(body == recordings[0].truth)
        }
    }

    @Test(
        "A window that grows too large, or by nothing, ends the stream or the connection that it belongs to",
        arguments: [
            (1, HTTP2Peer.maximumWindow, HTTP2Peer.flowControlError), (1, 0, HTTP2Peer.protocolError),
            (0, HTTP2Peer.maximumWindow, HTTP2Peer.flowControlError), (0, 0, HTTP2Peer.protocolError),
        ]
    )
    func wrongGrowth(stream: Int, bytes: Int, code: Int) async throws {
        try await withPeer { peer, _, recordings in
            try await peer.listen(to: recordings[0], stream: 1)
            _ = try await peer.head(of: 1)
            for _ in 0..<2 { try await peer.widen(stream: stream, by: bytes) }
            if stream == 0 {
                #expect(try await peer.next() == .goAway(code: code))
            } else {
                try await peer.ask(stream: 3)
                #expect(
                    try await peer.next(2) == [.reset(stream: 1, code: code), .head(stream: 3, status: "200")]
                )
            }
        }
    }

    @Test("A first window larger than there can be, or that makes a stream's too large, ends the connection")
    func wrongSettings() async throws {
        for isOfStream in [false, true] {
            try await withPeer { peer, _, recordings in
                try await peer.listen(to: recordings[0], stream: 1)
                _ = try await peer.head(of: 1)
                if isOfStream {
                    try await peer.set([.initialWindow: 0])
                    try await peer.widen(stream: 1, by: HTTP2Peer.maximumWindow)
                    try await peer.set([.initialWindow: HTTP2Peer.maximumWindow])
                } else {
                    try await peer.set([.initialWindow: HTTP2Peer.maximumWindow + 1])
                }
                #expect(try await peer.next() == .goAway(code: HTTP2Peer.flowControlError))
            }
        }
    }

    @Test("An answer that fits its window is ended without asking for more")
    func fits() async throws {
        try await withPeer { peer, _, recordings in
            try await peer.widenConnection()
            let range = 0..<HTTP2Peer.initialWindow
            try await peer.listen(to: recordings[0], "bytes=0-\(range.count - 1)", stream: 1)
            #expect(try await peer.head(of: 1).status == 206)
            #expect(try await peer.read(.max, of: 1) == Array(recordings[0].truth[range]))
        }
    }

    @Test("Listeners who take nothing are held no more than so many bytes each, and keep nobody else waiting")
    func held() async throws {
        let listeners = 20
        try await withPeer(sizes: [Self.longBytes], settings: [.initialWindow: 0]) { peer, service, recordings in
            let before = try await sentBytes(service)
            let streams = (0..<listeners).map { 1 + 2 * $0 }
            for stream in streams { try await peer.listen(to: recordings[0], stream: stream) }
            for stream in streams { _ = try await peer.head(of: stream) }
            // Time enough to read all of it for everybody.
            let other = try await service.client.send("GET", recordings[0].target)
            #expect(other.bytes == recordings[0].truth)
            let sent = try await sentBytes(service) - before - Self.longBytes
            #expect(sent <= Int64(listeners) * Self.maximumHeldBytes, "\(sent)")
            for stream in streams { #expect(peer.waitingBytes(of: stream) == 0) }
        }
    }

    /// The bytes of audio that were handed on to be sent, as the metrics tell.
    func sentBytes(_ service: ServiceUnderTest) async throws -> Int64 {
        let metrics = try await service.client.asAdmin("GET", "/metrics").text
        return metrics.split(separator: "\n").filter { $0.hasPrefix("resolver_audio_sent_bytes_total") }
            .reduce(0) { $0 + (Double($1.split(separator: " ").last ?? "").map { Int64($0) } ?? 0) }
    }
}
