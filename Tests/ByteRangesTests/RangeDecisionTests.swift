import ByteRanges
import Testing

@Suite struct RangeDecisionTests {
    private static let modified = HTTPDate(unixSeconds: 784_111_777)
    private static let now = HTTPDate(unixSeconds: 1_800_000_000)

    struct Row: Sendable, CustomTestStringConvertible {
        let title: String
        let conditions: RequestConditions
        let decision: RangeDecision

        init(_ title: String, _ conditions: RequestConditions, _ decision: RangeDecision) {
            self.title = title
            self.conditions = conditions
            self.decision = decision
        }

        var testDescription: String { title }
    }

    static let date = "Sun, 06 Nov 1994 08:49:37 GMT"

    static let rows: [Row] = [
        Row("nothing asked", .init(), .whole),
        Row("a range", .init(range: "bytes=0-1"), .single(0..<2)),
        Row("If-None-Match with the tag", .init(ifNoneMatch: "\"e\""), .notModified),
        Row("If-None-Match with the weak form", .init(ifNoneMatch: "W/\"e\""), .notModified),
        Row("If-None-Match in a list", .init(ifNoneMatch: "\"a,b\", \"e\""), .notModified),
        Row("If-None-Match with any", .init(ifNoneMatch: "*"), .notModified),
        Row("If-None-Match beside Range", .init(range: "bytes=0-1", ifNoneMatch: "\"e\""), .notModified),
        Row("If-None-Match with another", .init(ifNoneMatch: "\"x\""), .whole),
        Row("If-Modified-Since equal", .init(ifModifiedSince: date), .notModified),
        Row("If-Modified-Since earlier", .init(ifModifiedSince: "Sun, 06 Nov 1994 08:49:36 GMT"), .whole),
        Row("If-Modified-Since unreadable", .init(ifModifiedSince: "yesterday"), .whole),
        Row("If-Modified-Since beside If-None-Match", .init(ifNoneMatch: "\"x\"", ifModifiedSince: date), .whole),
        Row("If-Range with the tag", .init(range: "bytes=0-1", ifRange: "\"e\""), .single(0..<2)),
        Row("If-Range with space around the tag", .init(range: "bytes=0-1", ifRange: "\t \"e\" \t"), .single(0..<2)),
        Row("If-Range with space behind the date", .init(range: "bytes=0-1", ifRange: date + "  "), .single(0..<2)),
        Row("If-None-Match with any and space", .init(ifNoneMatch: " *\t"), .notModified),
        Row("If-Range with another tag", .init(range: "bytes=0-1", ifRange: "\"x\""), .whole),
        Row("If-Range with a weak tag", .init(range: "bytes=0-1", ifRange: "W/\"e\""), .whole),
        Row("If-Range with the date", .init(range: "bytes=0-1", ifRange: date), .single(0..<2)),
        Row("If-Range with a later date", .init(range: "bytes=0-1", ifRange: "Sun, 06 Nov 1994 08:49:38 GMT"), .whole),
        Row("If-Range unreadable", .init(range: "bytes=0-1", ifRange: "x"), .whole),
        Row(
            "If-Range with another tag and no satisfiable range",
            .init(range: "bytes=9999-", ifRange: "\"x\""),
            .whole
        ),
        Row("If-Range without Range", .init(ifRange: "\"x\""), .whole),
        Row("If-Match with the tag", .init(ifMatch: "\"e\""), .whole),
        Row("If-Match with another", .init(range: "bytes=0-1", ifMatch: "\"x\""), .preconditionFailed),
        Row("If-Match weakly", .init(ifMatch: "W/\"e\""), .preconditionFailed),
        Row("If-Match with any", .init(ifMatch: "*"), .whole),
        Row(
            "If-Unmodified-Since earlier",
            .init(ifUnmodifiedSince: "Sun, 06 Nov 1994 08:49:36 GMT"),
            .preconditionFailed
        ),
        Row("If-Unmodified-Since equal", .init(ifUnmodifiedSince: date), .whole),
        Row("an unsatisfiable range", .init(range: "bytes=1000-"), .unsatisfiable),
    ]

    private static func representation(lastModified: HTTPDate? = modified) throws -> Representation {
        Representation(
            sizeBytes: 1000,
            entityTag: try #require(EntityTag("\"e\"")),
            lastModified: lastModified
        )
    }

    @Test("Conditions come before ranges, in the order of RFC 9110", arguments: rows)
    func decision(_ row: Row) throws {
        let representation = try Self.representation()
        let decision = RangeDecision(
            isHead: false,
            conditions: row.conditions,
            representation: representation,
            now: Self.now
        )
        #expect(decision == row.decision)
    }

    @Test("HEAD knows conditions but no ranges")
    func head() throws {
        let representation = try Self.representation()
        let ranged = RequestConditions(range: "bytes=1000-")
        let known = RequestConditions(ifNoneMatch: "\"e\"")
        #expect(
            RangeDecision(isHead: true, conditions: ranged, representation: representation, now: Self.now) == .whole
        )
        #expect(
            RangeDecision(isHead: true, conditions: known, representation: representation, now: Self.now)
                == .notModified
        )
    }

    @Test("A date as young as the clock is no strong validator")
    func weakDate() throws {
        let conditions = RequestConditions(range: "bytes=0-1", ifRange: Self.date)
        let representation = try Self.representation()
        let decision = RangeDecision(
            isHead: false,
            conditions: conditions,
            representation: representation,
            now: Self.modified
        )
        #expect(decision == .whole)
    }
}

@Suite("Entity tags")
struct EntityTagTests {
    @Test(
        "A tag is of ASCII in quotation marks, read by bytes",
        arguments: [
            ("\"a\"", true), ("W/\"a\"", true), ("\"\"", true), ("\"a\u{301}\"", false), ("\"é\"", false),
            ("\"\u{301}a\"", false), ("\"a\"\u{301}", false), ("\"a\tb\"", false), ("\"a\"b\"", false), ("a", false),
            ("\"a\u{7F}\"", false), ("\"\u{202E}\"", false),
        ]
    )
    func tags(text: String, isTag: Bool) {
        #expect((EntityTag(text) != nil) == isTag)
    }

    @Test("A list is divided by bytes: an accent behind a mark spoils its own tag alone")
    func list() {
        #expect(EntityTag.list("\"a\", \"b\"\u{301}, W/\"c,d\"").map(\.description) == ["\"a\"", "\"b\"", "W/\"c,d\""])
        #expect(EntityTag.list("\"a\u{301}\", \"b\"").map(\.description) == ["\"b\""])
    }
}
