internal import ByteRanges
internal import NIOCore
internal import NIOEmbedded
internal import NIOHTTP1
internal import Service

/// The head of a request for audio: what is read before NIO's codec, that must read the same way, or both would disagree on where a request ends.
struct RequestHeadTarget: FuzzTarget {
    let corpus = FuzzCorpus(
        seeds: [
            "GET /v1/audio/a:1/0412345678?user=a&exp=1&kid=k&sig=s HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n",
            "HEAD /v1/audio/a/1 HTTP/1.1\r\nhost:a\r\nIf-None-Match: \"x\", W/\"y\"\r\nX-Request-Id: 1\r\n\r\nGET /",
            """
            GET /v1/audio/a/1 HTTP/1.1\r\nHost: localhost:8080\r\nConnection: keep-alive\r\nOrigin: https://a.example\r
            Accept: */*\r\nIf-Range: "x"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\nRange:  bytes=5- \r\n\r\n
            """,
        ],
        tokens: [
            "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", ": ", "GET ", "HTTP/1.1", "HTTP/1.0", "Host: b\r\n",
            "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "Upgrade: x\r\n",
            " folded\r\n", "Content-Length : 5\r\n", "\u{0}", "é", "#", "Range: bytes=1-\r\n", "/v1/audio/",
        ]
    )

    func broken(by input: [UInt8]) async -> String? {
        guard let head = AudioRequestHead(input.span) else { return nil }
        let channel = EmbeddedChannel()
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        do {
            try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
            try channel.writeInbound(ByteBuffer(bytes: input[..<head.byteCount]))
            guard case .head(let codecHead)? = try channel.readInbound(as: HTTPServerRequestPart.self),
                case .end(nil)? = try channel.readInbound(as: HTTPServerRequestPart.self),
                try channel.readInbound(as: HTTPServerRequestPart.self) == nil
            else { return "the codec does not see one request without a body" }
            return difference(head, codecHead, target: String(decoding: input[head.target], as: UTF8.self))
        } catch {
            return "the codec refuses it: \(error)"
        }
    }

    private func difference(_ head: AudioRequestHead, _ codec: HTTPRequestHead, target: String) -> String? {
        guard codec.method == (head.isHead ? .HEAD : .GET), codec.uri == target, codec.version == .http1_1,
            codec.isKeepAlive
        else { return "\(codec.method) \(codec.uri) \(codec.version) to the codec" }
        let conditions = head.fields.conditions
        let fields = [
            ("If-Range", conditions.ifRange), ("If-Match", conditions.ifMatch),
            ("If-None-Match", conditions.ifNoneMatch), ("If-Modified-Since", conditions.ifModifiedSince),
            ("If-Unmodified-Since", conditions.ifUnmodifiedSince), ("Origin", head.fields.origin),
        ]
        for (name, value) in fields where codec.headers[name] != (value.map { [$0] } ?? []) {
            return "\(name) is \(codec.headers[name]) to the codec"
        }
        let ranges = codec.headers["Range"]
        guard ranges.count <= 1, conditions.range == ranges.first.flatMap({ RangeHeader($0) }) else {
            return "Range is \(ranges) to the codec"
        }
        for name in ["Content-Length", "Transfer-Encoding", "Upgrade", "Expect", "Authorization"]
        where codec.headers.contains(name: name) {
            return "\(name) was overlooked"
        }
        return nil
    }
}
