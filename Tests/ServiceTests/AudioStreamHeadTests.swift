import ByteRanges
import NIOHPACK
import Service
import Testing

@Suite("Heads of audio requests on streams of HTTP/2")
struct AudioStreamHeadTests {
    private static let target = "/v1/audio/a:1/04?user=u&exp=1&kid=k&sig=s"
    private static let start = [
        (":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", Self.target),
    ]

    private func read(_ fields: [(String, String)]) -> AudioStreamHead? {
        AudioStreamHead(HPACKHeaders(fields))
    }

    @Test("Tells the target and the fields that count, those that HTTP/1 tells")
    func whole() throws {
        let fields = [
            ("range", "bytes=0-1"), ("if-range", "\"x\""), ("origin", "https://a.example"), ("x-request-id", "id-1"),
            ("accept", "*/*"), ("cookie", "a=b"), ("cookie", "c=d"), ("te", "trailers"), ("priority", "u=1, i"),
            ("x-forwarded-for", "192.0.2.1"),
        ]
        let head = try #require(read(Self.start + fields))
        #expect(!head.isHead && head.target == Self.target)
        #expect(head.fields.conditions.range == RangeHeader(.from(0, through: 1)))
        #expect(head.fields.conditions.ifRange == "\"x\"")
        #expect(head.fields.origin == "https://a.example")
        #expect(head.fields.requestID == "id-1")
        #expect(read([(":method", "HEAD")] + Self.start.dropFirst())?.isHead == true)
        #expect(read(Self.start.filter { $0.0 != ":authority" } + [("host", "a")]) != nil)
    }

    @Test(
        "Leaves to the ordinary route what is not plainly one request for audio",
        arguments: [
            [("content-length", "0")], [("expect", "100-continue")], [("authorization", "Bearer x")], [("host", "a")],
            [("range", "bytes=0-1"), ("range", "bytes=2-3")], [("x-request-id", "a"), ("x-request-id", "b")],
            [("accept", " a")], [("accept", "a ")], [("accept", "a\tb\t")], [("accept", "é")], [("accept", "a\u{0}")],
            [("accept", "a\u{7F}")], [(":protocol", "websocket")], [("range", "bytes=0-1 ")],
            [(String, String)](repeating: ("a", "b"), count: 100), [("a", String(repeating: "b", count: 64 << 10))],
        ]
    )
    func other(fields: [(String, String)]) {
        #expect(read(Self.start + [("b", "c")]) != nil)
        #expect(read(Self.start + fields) == nil)
    }

    @Test(
        "Nor does it read another method or path, or a request without one",
        arguments: [
            [(":method", "POST"), (":scheme", "https"), (":authority", "a"), (":path", Self.target)],
            [(":method", "get"), (":scheme", "https"), (":authority", "a"), (":path", Self.target)],
            [(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", "/healthz")],
            [(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", Self.target + "&x=a b")],
            [(":method", "GET"), (":scheme", "https"), (":authority", "a b"), (":path", Self.target)],
            [(":method", "GET"), (":scheme", "https"), (":path", Self.target)],
            [(":method", "GET"), (":scheme", "https"), (":authority", "a")],
            [(":scheme", "https"), (":authority", "a"), (":path", Self.target)],
            // The trailer of a request that came with a body.
            [("x-checksum", "1")], [],
        ]
    )
    func others(fields: [(String, String)]) {
        #expect(read(fields) == nil)
    }
}
