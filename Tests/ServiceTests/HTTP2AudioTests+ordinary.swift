import Service
import TestSupport
import Testing

/// What a channel and a task for each stream would not do for audio that is here; each remark says what they would.
extension HTTP2AudioTests {
    // Everything that the windows allow is handed on at once, whatever the socket takes, and lies in memory.
    @Test("Listeners with room for everything who read nothing are held no more than so many bytes each")
    func unread() async throws {
        let listeners = 20
        try await withWidePeer(sizes: [Self.longBytes]) { peer, service, recordings in
            let before = try await sentBytes(service)
            for number in 0..<listeners { try await peer.listen(to: recordings[0], stream: 1 + 2 * number) }
            try await until(try await sentBytes(service)) { $0 > before }
            // Time enough to read all of it for everybody.
            let others = 2
            for _ in 0..<others {
                let other = try await service.client.send("GET", recordings[0].target)
                #expect(other.bytes == recordings[0].truth)
            }
            let sent = try await sentBytes(service) - before - Int64(others) * Self.longBytes
            #expect(sent <= Int64(listeners) * Self.maximumHeldBytes)
        }
    }

    // What a connection that is gone does not take any more is in the audit as played.
    @Test(
        "A listener who leaves amid a body has not heard all of it",
        arguments: [usualWindow, HTTP2Peer.maximumWindow]
    )
    func leavingAmid(window: Int) async throws {
        try await WarmService.run(sizes: [Self.longBytes], over: .http2) { service, recordings, _ in
            let before = try await outcomes(of: service)
            #expect(before == ["041": "whole"])
            try await leave(service, amid: recordings[0], window: window)
            let after = try await outcomes(of: service)
            #expect(after == ["041": "part"])
        }
    }

    // As with all that windows allow: what nobody heard is in the audit as played.
    @Test("A body with room for all of it that is given up has not been heard whole")
    func givenUpWide() async throws { try await givenUp(window: HTTP2Peer.maximumWindow) }

    // Whoever asks first, too, is given everything first.
    @Test("Of eight long bodies with room for all none gets far ahead of another")
    func alikeWide() async throws { try await alike(window: HTTP2Peer.maximumWindow) }

    // For the same reason.
    @Test("A short answer is not held behind long bodies that have room for everything")
    func shortAmidWide() async throws { try await shortAmidLong(window: HTTP2Peer.maximumWindow) }

    // The end is a frame of its own, which waits although it has no bytes: RFC 9113 section 6.9.1 lets it go.
    @Test("An answer that fits the connection's window is ended without asking for more")
    func fitsConnection() async throws {
        try await withPeer { peer, _, recordings in
            let range = 0..<HTTP2Peer.initialWindow
            try await peer.listen(to: recordings[0], "bytes=0-\(range.count - 1)", stream: 1)
            #expect(try await peer.head(of: 1).status == 206)
            #expect(try await peer.read(.max, of: 1) == Array(recordings[0].truth[range]))
        }
    }

    // The end is an empty frame of content behind the head.
    @Test("An answer without a body is its head alone", arguments: ["HEAD", "GET"])
    func headAlone(method: String) async throws {
        try await withPeer { peer, _, recordings in
            let isHead = method == "HEAD"
            let fields = isHead ? [] : [("if-none-match", recordings[0].tag)]
            try await peer.listen(to: recordings[0], method: method, stream: 1, adding: fields)
            guard case .head(1, let head, let isLast) = try await peer.event() else {
                Issue.record("no head")
                return
            }
            #expect(head.contains { $0.name == ":status" && $0.value == (isHead ? "200" : "304") })
            #expect(isLast)
        }
    }

    // It tells of none, for all that has no body.
    @Test("An answer that never has a body tells no length of one")
    func noLength() async throws {
        try await withPeer { peer, _, recordings in
            try await peer.listen(to: recordings[0], stream: 1, adding: [("if-none-match", recordings[0].tag)])
            try await peer.listen(to: recordings[0], method: "OPTIONS", stream: 3)
            for (stream, status) in [(1, 304), (3, 204)] {
                let head = try await peer.head(of: stream)
                #expect(head.status == status && head["content-length"] == nil)
            }
        }
    }

    // The end of the client's side is not heeded; nothing is written any more that would fail.
    @Test("A listener who leaves having room for nothing leaves no body under way")
    func leavingStalled() async throws {
        try await WarmService.run(sizes: [Self.longBytes], over: .http2) { service, recordings, _ in
            try await RawConnection.open(port: service.client.port, offers: Wire.http2.offers) { connection in
                let peer = try await HTTP2Peer(connection, settings: [.initialWindow: 1_000])
                try await peer.listen(to: recordings[0], stream: 1)
                _ = try await peer.head(of: 1)
                _ = try await peer.read(1_000, of: 1)
                try await settle(peer, stream: 3)
            }
            try await until(service.service.answersUnderWay, is: 0)
        }
    }

    // For the same reason it is there until it has been idle for so long.
    @Test("A connection that its client has left takes no place")
    func leftConnection() async throws {
        var setup = Setup()
        setup.wire = .http2
        setup.configure = {
            $0.maximumConnections = 1
            $0.idleTimeoutSeconds = 600
        }
        try await ServiceUnderTest.run(setup) { service in
            for _ in 0..<3 {
                try await until(try? await service.client.send("GET", "/healthz").status, is: 200)
            }
        }
    }
}
