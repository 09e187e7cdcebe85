import ByteRanges
import SliceCache
import Testing
import Transport

@Suite("What to make of a store's reply")
struct SliceReplyCheckTests {
    private static let honest = [
        "Content-Type": "audio/mpeg", "Content-Range": "bytes 10-19/100", "Content-Length": "10", "ETag": "\"v1\"",
        "Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT",
    ]

    private func check(
        _ status: Int,
        _ changes: [String: String?] = [:],
        asked: UpstreamRange = .bytes(10..<20),
        expected: AudioValidator? = nil,
        path: String = "/a/b"
    ) -> SliceReplyCheck {
        var fields = Self.honest
        for (name, value) in changes { fields[name] = value }
        return SliceReplyCheck(
            status: status,
            headers: HTTPHeaders(fields.map { (name: $0.key, value: $0.value) }),
            asked: asked,
            path: path,
            expected: expected,
            maximumBytes: 1000
        )
    }

    private let version = AudioValidator(
        sizeBytes: 100,
        upstreamTag: EntityTag("\"v1\""),
        lastModified: HTTPDate(unixSeconds: 784_111_777),
        contentType: "audio/mpeg"
    )

    @Test("An honest part is accepted, as first reply and as a later one")
    func honest() {
        #expect(check(206) == .accepted(version, body: 10..<20))
        #expect(check(206, expected: version) == .accepted(version, body: 10..<20))
        #expect(check(206, ["Content-Length": nil]) == .accepted(version, body: 10..<20))
    }

    @Test("The whole in place of a part is accepted when its length is told")
    func whole() {
        #expect(check(200, ["Content-Length": "100"]) == .accepted(version, body: 0..<100))
        #expect(check(200, ["Content-Length": nil], expected: version) == .accepted(version, body: 0..<100))
        #expect(check(200, ["Content-Length": "99"], expected: version) != .accepted(version, body: 0..<100))
    }

    @Test(
        "A part that does not fit is refused",
        arguments: [
            (["Content-Range": "bytes 9-18/100"], SliceReplyCheck.Refusal.contentRange),
            (["Content-Range": "bytes 11-19/100"], .contentRange),
            (["Content-Range": "bytes 10-20/100"], .contentRange),
            (["Content-Range": "bytes 10-19/100, bytes 10-19/101"], .contentRange),
            (["Content-Encoding": "identity, gzip"], .encoding), (["Content-Encoding": "br"], .encoding),
            (["Content-Range": "bytes 10-19/*"], .contentRange),
            (["Content-Range": nil], .contentRange), (["Content-Range": "bytes 19-10/100"], .contentRange),
            (["Content-Range": "bytes 10-19/15"], .contentRange), (["Content-Length": "11"], .length),
            (["Content-Encoding": "gzip"], .encoding), (["Content-Type": "text/html"], .notAudio),
            (["Content-Type": "multipart/byteranges; boundary=x"], .notAudio),
            (["Content-Range": "bytes 10-19/1001"], .size),
        ] as [([String: String?], SliceReplyCheck.Refusal)]
    )
    func refused(changes: [String: String?], refusal: SliceReplyCheck.Refusal) {
        #expect(check(206, changes) == .refused(refusal))
    }

    @Test(
        "A length that is no number of bytes is refused",
        arguments: ["-5", "", "+10", "1e1", "10, 11", "99999999999999999999"]
    )
    func lengths(text: String) {
        #expect(check(200, ["Content-Length": text]) == .refused(.length))
        #expect(check(206, ["Content-Length": text]) == .refused(.length))
    }

    @Test("A 206 to a request without a range is refused")
    func unasked() {
        #expect(check(206, asked: .whole) == .refused(.contentRange))
    }

    @Test(
        "Another version is told from the same",
        arguments: [
            (["ETag": "\"v2\""], true), (["ETag": nil], true), (["ETag": "W/\"v1\""], true),
            (["Last-Modified": nil], false), (["Content-Type": "audio/x-wav"], false),
            (["Content-Range": "bytes 10-19/101"], true),
        ] as [([String: String?], Bool)]
    )
    func changed(changes: [String: String?], isChanged: Bool) {
        let result = check(206, changes, expected: version)
        if case .changed = result { #expect(isChanged) } else { #expect(!isChanged) }
    }

    @Test("Without tags the modification time tells versions apart")
    func changedByTime() {
        let untagged = AudioValidator(
            sizeBytes: 100,
            upstreamTag: nil,
            lastModified: version.lastModified,
            contentType: "audio/mpeg"
        )
        #expect(check(206, ["ETag": nil], expected: untagged) == .accepted(untagged, body: 10..<20))
        let later = check(206, ["ETag": nil, "Last-Modified": "Sun, 06 Nov 1994 08:49:38 GMT"], expected: untagged)
        guard case .changed = later else {
            Issue.record("another modification time is another version")
            return
        }
    }

    @Test(
        "Statuses without audio",
        arguments: [
            (400, SliceReplyCheck.expired), (401, .expired), (403, .expired), (419, .expired), (410, .gone),
            (404, .missing), (408, .busy(retryAfterSeconds: nil)), (425, .busy(retryAfterSeconds: nil)),
            (429, .busy(retryAfterSeconds: nil)), (500, .busy(retryAfterSeconds: nil)),
            (502, .busy(retryAfterSeconds: nil)), (503, .busy(retryAfterSeconds: nil)),
            (504, .busy(retryAfterSeconds: nil)), (509, .busy(retryAfterSeconds: nil)),
            (522, .busy(retryAfterSeconds: nil)), (529, .busy(retryAfterSeconds: nil)), (501, .refused(.status)),
            (505, .refused(.status)), (511, .refused(.status)), (402, .refused(.status)), (405, .refused(.status)),
            (451, .refused(.status)), (204, .refused(.status)), (304, .refused(.status)),
            (416, .unsatisfiable(sizeBytes: nil)),
        ]
    )
    func statuses(status: Int, check: SliceReplyCheck) {
        #expect(self.check(status) == check)
    }

    @Test(
        "A busy store's Retry-After is read in seconds and in every form of a date, by the store's own clock where it tells it",
        arguments: [
            ("120", nil, 120), ("0", nil, 0), ("Sun, 06 Nov 1994 08:49:37 GMT", nil, 60),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil, 60), ("Sun Nov  6 08:49:37 1994", nil, 60),
            ("Sun, 06 Nov 1994 08:00:00 GMT", nil, 0),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:30 GMT", 7), ("5, 5", nil, 5), ("3, 9", nil, 9),
            ("99999999999999999999", nil, 86_400), ("soon", nil, nil), ("-5", nil, 0), ("-", nil, nil), ("", nil, nil),
        ] as [(String, String?, Int?)]
    )
    func retryAfter(text: String, date: String?, seconds: Int?) {
        let fields = [("Retry-After", text)] + (date.map { [("Date", $0)] } ?? [])
        let check = SliceReplyCheck(
            status: 503,
            headers: HTTPHeaders(fields.map { (name: $0.0, value: $0.1) }),
            asked: .whole,
            path: "/a",
            expected: nil,
            maximumBytes: 1000,
            unixNow: 784_111_717
        )
        #expect(check == .busy(retryAfterSeconds: seconds))
    }

    @Test("A part that begins where it was asked for and ends earlier is accepted, of a store that caps its answers")
    func capped() {
        let fields = ["Content-Range": "bytes 10-14/100", "Content-Length": "5"]
        #expect(check(206, fields) == .accepted(version, body: 10..<15))
        #expect(check(206, fields, asked: .from(10), expected: version) == .accepted(version, body: 10..<15))
        #expect(check(206, fields, asked: .last(90)) == .accepted(version, body: 10..<15))
        #expect(check(206, fields, asked: .last(20)) == .refused(.contentRange))
    }

    @Test(
        "Fields that say nothing, or the same several times, change nothing",
        arguments: [
            [("Content-Encoding", "")], [("Content-Encoding", "identity")],
            [("Content-Encoding", "identity, ,Identity")],
            [("Content-Encoding", "aws-chunked")], [("Content-Encoding", ","), ("Content-Encoding", "identity")],
            [("Content-Length", "10")], [("Content-Range", "bytes 10-19/100")], [("Content-Type", "audio/mpeg")],
            [("Content-Type", "audio/mp3, audio/mpeg")],
        ]
    )
    func harmless(more: [(String, String)]) {
        let fields = Self.honest.map { (name: $0.key, value: $0.value) } + more.map { (name: $0.0, value: $0.1) }
        let check = SliceReplyCheck(
            status: 206,
            headers: HTTPHeaders(fields),
            asked: .bytes(10..<20),
            path: "/a/b",
            expected: nil,
            maximumBytes: 1000
        )
        #expect(check == .accepted(version, body: 10..<20))
    }

    @Test(
        "The whole without a length has a size that is known at its end, whatever length stands beside chunks",
        arguments: [true, false]
    )
    func unsized(isChunked: Bool) {
        let fields = isChunked ? ["Transfer-Encoding": "chunked", "Content-Length": "7"] : ["Content-Length": nil]
        let audio = UnsizedAudio(
            upstreamTag: version.upstreamTag,
            lastModified: version.lastModified,
            type: .mpeg,
            isEndTold: true
        )
        #expect(check(200, fields) == .unsized(audio))
        #expect(audio.validator(sizeBytes: 100) == version)
        #expect(check(200, fields, expected: version) == .accepted(version, body: 0..<100))
    }

    @Test("A 416 to what a known version has is another version, unless it tells the same size")
    func unsatisfiableOther() {
        #expect(check(416, ["Content-Range": "bytes */50"], expected: version) == .changed)
        #expect(check(416, ["Content-Range": nil], expected: version) == .changed)
        #expect(check(416, ["Content-Range": "bytes */100"], expected: version) == .refused(.contentRange))
    }

    @Test("A 416 may tell the size")
    func unsatisfiable() {
        #expect(check(416, ["Content-Range": "bytes */100"]) == .unsatisfiable(sizeBytes: 100))
    }

    @Test("What is not called audio is accepted where its bytes are known to be, and never as another version")
    func provenAudio() {
        let fields = HTTPHeaders(
            [("Content-Type", "text/html"), ("Content-Length", "100"), ("ETag", "\"v1\"")].map {
                (name: $0.0, value: $0.1)
            }
        )
        func check(_ expected: AudioValidator?, isAudio: Bool) -> SliceReplyCheck {
            SliceReplyCheck(
                status: 200,
                headers: fields,
                asked: .whole,
                path: "/a.wav",
                expected: expected,
                maximumBytes: 1000,
                isAudio: isAudio
            )
        }
        guard case .accepted(let validator, _) = check(nil, isAudio: true) else {
            Issue.record("audio is accepted")
            return
        }
        #expect(validator.type == .wav)
        #expect(check(nil, isAudio: false) == .refused(.notAudio))
        #expect(check(validator, isAudio: false) == .accepted(validator, body: 0..<100))
        let other = AudioValidator(sizeBytes: 99, upstreamTag: nil, lastModified: nil, type: .wav)
        #expect(check(other, isAudio: false) == .refused(.notAudio))
    }
}
