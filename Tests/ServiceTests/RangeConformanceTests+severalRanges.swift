import Foundation
import Testing

extension RangeConformanceTests {
    /// Asks for several ranges, which must come as parts, to the byte.
    static func expectParts(
        _ range: String,
        are ranges: [Range<Int>],
        of playback: Playback,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await playback.get(range)
        #expect(answer.status == 206, sourceLocation: sourceLocation)
        #expect(answer.isMultipart, sourceLocation: sourceLocation)
        #expect(answer["Content-Range"] == nil, sourceLocation: sourceLocation)
        let type = try #require(answer["Content-Type"])
        let boundary = try #require(type.split(separator: "boundary=").last).trimmingCharacters(in: ["\""])
        var body: [UInt8] = []
        for (index, range) in ranges.enumerated() {
            let span = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(playback.sizeBytes)"
            let head = "--\(boundary)\r\nContent-Type: audio/mpeg\r\nContent-Range: \(span)\r\n\r\n"
            body += Array(((index == 0 ? "" : "\r\n") + head).utf8) + playback.truth[range]
        }
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        #expect(answer.bytes == body, sourceLocation: sourceLocation)
    }

    @Test("33: two ranges give multipart/byteranges", arguments: Situation.all)
    func twoRanges(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            try await Self.expectParts("bytes=0-9,20-29", are: [0..<10, 20..<30], of: playback)
        }
    }

    @Test("33: ranges far apart and out of order come as asked", arguments: Situation.all)
    func farApart(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let ranges = [199_900..<200_000, 70_000..<140_001, 5..<10]
            try await Self.expectParts("bytes=-100, 70000-140000 ,5-9", are: ranges, of: playback)
        }
    }

    @Test("34: one satisfiable among several is a plain 206", arguments: Situation.all)
    func oneSatisfiable(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expect("bytes=500000-,20-29,-0", is: 20..<30) }
    }

    @Test("35: none satisfiable is 416", arguments: Situation.all)
    func noneSatisfiable(situation: Situation) async throws {
        try await Playback.run(situation) { try await $0.expectUnsatisfiable("bytes=500000-,600000-700000,-0") }
    }

    @Test("36: more than two that overlap, or more than 16, are ignored", arguments: Situation.all)
    func tooMany(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            try await playback.expectWhole("bytes=0-9,5-14,10-19")
            let seventeen = (0..<17).map { "\($0 * 10)-\($0 * 10 + 1)" }.joined(separator: ",")
            try await playback.expectWhole("bytes=\(seventeen)")
            let sixteen = (0..<16).map { "\($0 * 10)-\($0 * 10 + 1)" }.joined(separator: ",")
            let ranges = (0..<16).map { $0 * 10..<$0 * 10 + 2 }
            try await Self.expectParts("bytes=\(sixteen)", are: ranges, of: playback)
        }
    }

    @Test("37: ten thousand ranges in one header are ignored", arguments: Situation.all)
    func tenThousand(situation: Situation) async throws {
        let many = Array(repeating: "0-1", count: 10_000).joined(separator: ",")
        try await Playback.run(situation) { try await $0.expectWhole("bytes=\(many)") }
    }

    @Test(
        "38: a multipart body never exceeds the recording and its overhead",
        arguments: Situation.all,
        ["bytes=0-,0-", "bytes=0-199999,100-", "bytes=-200000,-1", "bytes=0-150000,50000-"]
    )
    func neverLonger(situation: Situation, range: String) async throws {
        try await Playback.run(situation) { try await $0.expectWhole(range) }
    }
}
