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
        #expect(check(200, ["Content-Length": nil]) == .refused(.size))
        #expect(check(200, ["Content-Length": "99"], expected: version) != .accepted(version, body: 0..<100))
    }

    @Test(
        "A part that does not fit is refused",
        arguments: [
            (["Content-Range": "bytes 10-18/100"], SliceReplyCheck.Refusal.contentRange),
            (["Content-Range": "bytes 11-19/100"], .contentRange), (["Content-Range": "bytes 10-19/*"], .contentRange),
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
        arguments: ["-5", "", "+10", "1e1", "10, 10", "99999999999999999999"]
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
            (403, SliceReplyCheck.expired), (404, .missing), (410, .missing), (500, .refused(.status)),
            (503, .refused(.status)), (204, .refused(.status)), (304, .refused(.status)),
            (416, .unsatisfiable(sizeBytes: nil)),
        ]
    )
    func statuses(status: Int, check: SliceReplyCheck) {
        #expect(self.check(status) == check)
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
