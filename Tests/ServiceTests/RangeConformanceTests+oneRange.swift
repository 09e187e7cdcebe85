import Foundation
import Testing

extension RangeConformanceTests {
    @Test("8: bytes=0-1 gives the first two bytes", arguments: Situation.all)
    func firstTwo(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=0-1", is: 0..<2) }
    }

    @Test("9: bytes=0-0 gives one byte", arguments: Situation.all)
    func firstOne(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=0-0", is: 0..<1) }
    }

    @Test("10: bytes=0- gives everything", arguments: Situation.all)
    func fromZero(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=0-", is: 0..<$0.sizeBytes) }
    }

    @Test(
        "11: bytes=k- goes to the end, never capped",
        arguments: Situation.all,
        [1, 65_535, 65_536, 65_537, 131_072, 150_000]
    )
    func fromMiddle(situation: Situation, start: Int) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=\(start)-", is: start..<$0.sizeBytes) }
    }

    @Test("12: bytes=-100 gives the last hundred", arguments: Situation.all)
    func lastHundred(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=-100", is: $0.sizeBytes - 100..<$0.sizeBytes) }
    }

    @Test("13: bytes=-1 gives the last byte", arguments: Situation.all)
    func lastOne(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=-1", is: $0.sizeBytes - 1..<$0.sizeBytes) }
    }

    @Test("14: a suffix longer than the recording gives all of it as 206", arguments: Situation.all)
    func longSuffix(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=-\($0.sizeBytes + 5)", is: 0..<$0.sizeBytes) }
    }

    @Test("15: an end beyond the recording is clamped", arguments: Situation.all)
    func longEnd(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=5-\($0.sizeBytes + 999)", is: 5..<$0.sizeBytes) }
    }

    @Test("16: the last byte by its position", arguments: Situation.all)
    func lastPosition(situation: Situation) async throws {
        try await Playback.run(situation) {
            try await $0.expect("bytes=\($0.sizeBytes - 1)-", is: $0.sizeBytes - 1..<$0.sizeBytes)
        }
    }

    @Test("17: a start at the end is 416", arguments: Situation.all)
    func startAtEnd(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expectUnsatisfiable("bytes=\($0.sizeBytes)-") }
    }

    @Test("18: an empty suffix is 416", arguments: Situation.all)
    func emptySuffix(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expectUnsatisfiable("bytes=-0") }
    }

    @Test("19: an end before its start is ignored", arguments: Situation.all)
    func endBeforeStart(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expectWhole("bytes=5-2") }
    }

    @Test(
        "20: what is no range is ignored",
        arguments: Situation.all,
        ["bytes=abc", "bytes=10", "bytes=10-alpha", "bytes=", "bytes=-", "bytes", "bytes=0-1-2", "bytes=0-1;2-3"]
    )
    func malformed(situation: Situation, range: String) async throws {
        try await Playback.run(situation) { try await $0.expectWhole(range) }
    }

    @Test("21: another unit is ignored", arguments: Situation.all)
    func otherUnit(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expectWhole("items=0-1") }
    }

    @Test("22: the unit has no case", arguments: Situation.all)
    func unitCase(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("Bytes=0-1", is: 0..<2) }
    }

    @Test("23: positions of 40 digits clamp or are 416, never overflow", arguments: Situation.all)
    func hugePositions(situation: Situation) async throws {
        let huge = String(repeating: "9", count: 40)
        try await Playback.run(situation) { playback in
            try await playback.expect("bytes=7-\(huge)", is: 7..<playback.sizeBytes)
            try await playback.expect("bytes=-\(huge)", is: 0..<playback.sizeBytes)
            try await playback.expectUnsatisfiable("bytes=\(huge)-")
            try await playback.expectUnsatisfiable("bytes=\(huge)-\(huge)")
        }
    }

    @Test("24: spaces around the list and after commas are accepted", arguments: Situation.all)
    func spaces(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            try await playback.expect("bytes= 0-1", is: 0..<2)
            try await playback.expect("bytes=0-1 ", is: 0..<2)
            try await playback.expect("bytes=0-1, ", is: 0..<2)
            #expect(try await playback.get("bytes=0-1, 5-6").isMultipart)
        }
    }

    @Test(
        "25, 26, 28: body, Content-Length and Content-Range agree to the byte",
        arguments: Situation.all,
        [0..<65_536, 65_535..<65_537, 65_536..<131_072, 1..<199_999, 131_071..<200_000, 196_608..<196_609]
    )
    func exactLength(situation: Situation, bytes: Range<Int>) async throws {
        try await Playback.run(situation) {
            try await $0.expect("bytes=\(bytes.lowerBound)-\(bytes.upperBound - 1)", is: bytes)
        }
    }

    @Test("27: the size in Content-Range is never unknown, not even at the first request", arguments: Situation.all)
    func sizeIsKnown(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let satisfied = try await playback.get("bytes=3-4")
            #expect(satisfied["Content-Range"] == "bytes 3-4/200000")
            let unsatisfied = try await playback.get("bytes=900000-")
            #expect(unsatisfied["Content-Range"] == "bytes */200000")
        }
    }

    @Test("29: a satisfiable range never gives 200 or another range", arguments: Situation.all)
    func neverAnother(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            for start in stride(from: 199_000, through: 0, by: -39_800) {
                try await playback.expect("bytes=\(start)-\(start + 299)", is: start..<start + 300)
            }
        }
    }

    @Test("30: an empty recording is 200 and empty, and has no ranges", arguments: Situation.all)
    func emptyRecording(situation: Situation) async throws {
        try await Playback.run(situation, sizeBytes: 0) { playback in
            try await playback.expectUnsatisfiable("bytes=0-")
            try await playback.expectUnsatisfiable("bytes=-5")
            try await playback.expectWhole()
            #expect(try await playback.get(method: "HEAD")["Content-Length"] == "0")
        }
    }

    @Test("31: a 206 carries what the 200 would", arguments: Situation.all)
    func sameHeaders(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let part = try await playback.get("bytes=0-1")
            let whole = try await playback.get()
            for name in ["ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Type", "Accept-Ranges"] {
                #expect(part.steady(name) == whole.steady(name), "\(name)")
                #expect(part[name] != nil, "\(name)")
            }
            #expect(part["Date"] != nil)
            #expect(whole["Date"] != nil)
        }
    }

    @Test("32: Range on an error gives the error itself", arguments: Wire.allCases)
    func rangeOnError(wire: Wire) async throws {
        try await Playback.run(over: wire) { playback in
            let missing = playback.url.replacing("/\(playback.recordingID)?", with: "/0999?")
            let client = playback.service.client
            let forged = try await client.send("GET", missing, headers: [("Range", "bytes=0-1")])
            #expect(forged.status == 403)
            #expect(forged["Content-Range"] == nil)
            let path = String(missing.prefix { $0 != "?" })
            let unknown = try await client.send(
                "GET",
                path,
                token: ServiceUnderTest.adminToken,
                headers: [("Range", "bytes=0-1")]
            )
            #expect(unknown.status == 404)
            #expect(try unknown.problem.code == "notFound")
            #expect(unknown["Content-Range"] == nil)
            #expect(unknown["Cache-Control"] == "no-store")
        }
    }
}
