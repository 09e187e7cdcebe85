import Testing

/// What requests for audio bring along that HTTP/1.1 has not, or has otherwise.
///
/// Source: RFC 9113 sections 5.3, 8.1 to 8.3; RFC 9218.
extension HTTP2AudioTests {
    /// Expects an answer with these bytes, and that the connection goes on.
    private func expect(
        _ status: Int,
        _ bytes: ArraySlice<UInt8>?,
        stream: Int,
        from peer: HTTP2Peer,
        _ what: String
    ) async throws {
        #expect(try await peer.head(of: stream).status == status, "\(what)")
        let body = try await peer.read(.max, of: stream)
        if let bytes { #expect(body == Array(bytes), "\(what)") }
        try await settle(peer, stream: stream + 2)
    }

    @Test("Fields that browsers and proxies add do not change what is answered")
    func addedFields() async throws {
        let added: [(String, [(String, String)], Int, Range<Int>?)] = [
            ("te", [("te", "trailers")], 206, 5..<10), ("priority", [("priority", "u=1, i")], 206, 5..<10),
            ("priority that is none", [("priority", ";;")], 206, 5..<10),
            ("cookie in crumbs", [("cookie", "a=1"), ("cookie", "b=2"), ("cookie", "c=3")], 206, 5..<10),
            ("host beside it", [("host", "a")], 206, 5..<10),
            ("no content", [("content-length", "0")], 206, 5..<10),
            ("expectation without content", [("expect", "100-continue")], 206, 5..<10),
            ("forwarded", [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")], 206, 5..<10),
            ("empty value", [("x-empty", "")], 206, 5..<10),
            ("other range", [("range", "bytes=0-1")], 200, 0..<200_000),
            ("range that joins", [("range", "20-29")], 206, nil),
        ]
        try await withWidePeer(sizes: [Self.shortBytes]) { peer, _, recordings in
            for (number, (what, fields, status, range)) in added.enumerated() {
                let stream = 1 + 4 * number
                try await peer.listen(to: recordings[0], "bytes=5-9", stream: stream, adding: fields)
                try await expect(status, range.map { recordings[0].truth[$0] }, stream: stream, from: peer, what)
            }
        }
    }

    @Test("Content and trailers that come with a request for audio are let pass")
    func content() async throws {
        try await withWidePeer(sizes: [Self.shortBytes]) { peer, _, recordings in
            let request = HTTP2Peer.request(recordings[0], "bytes=5-9")
            let trailers = [("x-trailer", "a")]
            let sent: [(String, [(String, String)], (Int) async throws -> Void)] = [
                ("of the length told", [("content-length", "5")], { try await peer.send("hello", stream: $0) }),
                ("of no length told", [], { try await peer.send("hello", stream: $0) }),
                ("none after all", [], { try await peer.send("", stream: $0) }),
                (
                    "in pieces", [("content-length", "5")],
                    { stream in
                        for piece in ["he", "", "llo"] { try await peer.send(piece, stream: stream, isLast: false) }
                        try await peer.send("", stream: stream)
                    }
                ),
                (
                    "padded", [],
                    {
                        try await peer.write(
                            kind: HTTP2Peer.Kind.data,
                            flags: HTTP2Peer.isPadded | HTTP2Peer.isLast,
                            stream: $0,
                            payload: [2, 65, 0, 0]
                        )
                    }
                ),
                (
                    "with trailers", [],
                    { stream in
                        try await peer.send("hello", stream: stream, isLast: false)
                        try await peer.ask(trailers, stream: stream)
                    }
                ),
                ("trailers alone", [], { try await peer.ask(trailers, stream: $0) }),
            ]
            for (number, (what, fields, send)) in sent.enumerated() {
                let stream = 1 + 4 * number
                try await peer.ask(request + fields, stream: stream, isWhole: false)
                try await send(stream)
                try await expect(206, recordings[0].truth[5..<10], stream: stream, from: peer, what)
            }
        }
    }

    @Test("Priorities, old and new, and frames of no known kind change nothing")
    func priorities() async throws {
        let kinds = HTTP2Peer.Kind.self
        let (own, weight): ([UInt8], UInt8) = ([0, 0, 0, 0], 200)
        let update: @Sendable (Int) -> [UInt8] = { stream in [0, 0, 0, UInt8(stream)] + Array("u=0, i".utf8) }
        try await withPeer(settings: [.initialWindow: 1_000]) { peer, _, recordings in
            try await peer.widenConnection()
            try await peer.write(kind: kinds.priority, stream: 101, payload: own + [weight])
            try await peer.write(kind: kinds.priorityUpdate, stream: 0, payload: update(1))
            try await peer.ask(HTTP2Peer.request(recordings[0]), stream: 1, weight: weight)
            _ = try await peer.head(of: 1)
            try await peer.write(kind: kinds.priority, stream: 1, payload: own + [weight])
            try await peer.write(kind: kinds.priorityUpdate, stream: 0, payload: update(1))
            try await peer.write(kind: 0xEE, flags: 0xFF, stream: 1, payload: [1, 2, 3])
            try await peer.write(kind: 0xEE, stream: 0)
            try await peer.widen(stream: 1, by: Int(Self.shortBytes))
            #expect(try await peer.read(.max, of: 1) == recordings[0].truth)
            try await peer.write(kind: kinds.priority, stream: 1, payload: own + [weight])
            try await settle(peer, stream: 3)
        }
    }

    @Test("An answer without a body ends although the listener has no room for one")
    func noBody() async throws {
        try await withPeer(settings: [.initialWindow: 0]) { peer, _, recordings in
            let recording = recordings[0]
            let asked: [(String, [(String, String)], Int)] = [
                ("HEAD", [], 200), ("HEAD", [("range", "bytes=5-9")], 200),
                ("HEAD", [("if-none-match", recording.tag)], 304), ("HEAD", [("if-match", "\"other\"")], 412),
                ("GET", [("if-none-match", recording.tag)], 304),
                ("GET", [("range", "bytes=5-9"), ("if-modified-since", recording.modified)], 304),
                ("OPTIONS", [], 204),
            ]
            for (number, (method, fields, status)) in asked.enumerated() {
                let stream = 1 + 2 * number
                try await peer.listen(to: recording, method: method, stream: stream, adding: fields)
                #expect(try await peer.head(of: stream).status == status, "\(method) \(fields)")
                #expect(try await peer.read(.max, of: stream).isEmpty)
            }
            let wrong = HTTP2Peer.request(recording, method: "HEAD").map { $0.0 == ":path" ? ($0.0, $0.1 + "A") : $0 }
            try await peer.ask(wrong, stream: 101)
            #expect(try await peer.head(of: 101).status == 403)
            #expect(try await peer.read(.max, of: 101).isEmpty)
        }
    }

    @Test("A refusal has the length that it tells")
    func refusals() async throws {
        try await withPeer { peer, _, recordings in
            let asked = [("range", "bytes=\(Self.shortBytes)-", 416), ("if-match", "\"other\"", 412)]
            for (number, (name, value, status)) in asked.enumerated() {
                let stream = 1 + 2 * number
                try await peer.listen(to: recordings[0], stream: stream, adding: [(name, value)])
                let head = try await peer.head(of: stream)
                #expect(head.status == status)
                let body = try await peer.read(.max, of: stream)
                #expect(head["content-length"] == "\(body.count)")
            }
        }
    }

    @Test("Whom a request names, and by which path, is read leniently, or ends the request alone")
    func names() async throws {
        try await withWidePeer(sizes: [Self.shortBytes]) { peer, _, recordings in
            let target = recordings[0].target
            func request(_ path: String, _ authority: String? = "a", scheme: String = "https") -> [(String, String)] {
                [(":method", "GET"), (":scheme", scheme), (":path", path)]
                    + (authority.map { [(":authority", $0)] } ?? []) + [("range", "bytes=5-9")]
            }
            /// `nil` for what ends the stream.
            let asked: [(String, [(String, String)], Int?)] = [
                ("host in place of the authority", request(target, nil) + [("host", "a")], 206),
                ("another host", request(target) + [("host", "b")], 206), ("no host", request(target, nil), 206),
                ("empty authority", request(target, ""), 206), ("a port", request(target, "a:443"), 206),
                ("user in the authority", request(target, "u@a"), 206),
                ("space in the host", request(target, "a b"), nil),
                ("another scheme", request(target, scheme: "http"), 206),
                ("escape that is none", request("/v1/audio/%zz"), 400), ("fragment", request(target + "#a"), 206),
                ("space", request(target + " a"), nil), ("tab", request(target + "\ta"), nil),
                ("delete", request(target + "\u{7F}"), nil), ("not ASCII", request(target + "é"), 403),
                ("backslash", request(target + "\\"), 403), ("quote", request(target + "\""), 403),
                ("doubled slash", request("/" + target), 404), ("dots", request("/v1/x/.." + target.dropFirst(3)), 404),
                ("absolute", request("https://a" + target), 206), ("asterisk", request("*"), 404),
                ("no slash", request(String(target.dropFirst())), 206), ("empty query", request("/v1/audio/a/1?"), 401),
            ]
            for (number, (what, fields, status)) in asked.enumerated() {
                let stream = 1 + 4 * number
                try await peer.ask(fields, stream: stream)
                try await peer.ask(stream: stream + 2)
                let reply = status.map { HTTP2Peer.Reply.head(stream: stream, status: "\($0)") }
                let expected: Set = [
                    reply ?? .reset(stream: stream, code: HTTP2Peer.protocolError),
                    .head(stream: stream + 2, status: "200"),
                ]
                #expect(try await peer.next(2) == expected, "\(what)")
            }
        }
    }
}
