import DubberSimulator
import NIOCore
import Testing
import Transport

/// How much of the recording the cache has when a test begins.
enum Fill: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case cold, partly, warm

    var testDescription: String { rawValue }
}

/// What the cache has of the recording when a test begins, and how its listener reaches the service.
struct Situation: Sendable, CustomTestStringConvertible {
    static let all = Wire.allCases.flatMap { wire in Fill.allCases.map { Situation(fill: $0, wire: wire) } }
    static let coldAndWarm = all.filter { $0.fill != .partly }

    let fill: Fill
    let wire: Wire

    var testDescription: String { "\(fill), \(wire.rawValue)" }
}

/// A recording that is being played, with the truth about its bytes.
struct Playback: Sendable {
    static let sliceBytes = 65_536

    let service: ServiceUnderTest
    let recordingID: String
    let url: String
    let truth: [UInt8]
    /// The strong tag that the store gives.
    let tag: String

    var sizeBytes: Int { truth.count }

    /// Plays a recording of the suite's shared service that no other test plays.
    static func run(
        _ fill: Fill = .cold,
        over wire: Wire = .plain,
        _ body: @escaping @Sendable (Playback) async throws -> Void
    ) async throws {
        guard let shared = SharedService.current else {
            return try await run(fill, over: wire, sizeBytes: SampleCompany.audioBytes, body)
        }
        let (number, row) = shared.nextRecording(over: wire)
        let service = shared.service(over: wire)
        try await play(fill, number, row, sizeBytes: SampleCompany.audioBytes, on: service, body)
    }

    static func run(
        _ situation: Situation,
        _ body: @escaping @Sendable (Playback) async throws -> Void
    ) async throws {
        try await run(situation.fill, over: situation.wire, body)
    }

    /// Plays the only recording of a service of the test's own.
    static func run(
        _ fill: Fill = .cold,
        over wire: Wire = .plain,
        sizeBytes: Int64,
        _ body: @escaping @Sendable (Playback) async throws -> Void
    ) async throws {
        let audio = SimulatedAudio.generated(sizeBytes: sizeBytes, seed: 7)
        var setup = Setup(first: [SampleCompany.recording(audio: audio)])
        setup.wire = wire
        try await ServiceUnderTest.run(setup) { service in
            try await play(fill, 1, SampleRow(), sizeBytes: sizeBytes, on: service, body)
        }
    }

    static func run(
        _ situation: Situation,
        sizeBytes: Int64,
        _ body: @escaping @Sendable (Playback) async throws -> Void
    ) async throws {
        try await run(situation.fill, over: situation.wire, sizeBytes: sizeBytes, body)
    }

    private static func play(
        _ fill: Fill,
        _ number: Int,
        _ row: SampleRow,
        sizeBytes: Int64,
        on service: ServiceUnderTest,
        _ body: @Sendable (Playback) async throws -> Void
    ) async throws {
        let content = try AudioContent(.generated(sizeBytes: sizeBytes, seed: 7), examples: ExampleRecordings())
        let playback = Playback(
            service: service,
            recordingID: "04\(number)",
            url: try await service.audioURL(for: row),
            truth: Array(content.bytes(in: 0..<sizeBytes).readableBytesView),
            tag: content.entityTag
        )
        try await playback.fill(fill)
        try await body(playback)
    }

    private func fill(_ fill: Fill) async throws {
        switch fill {
        case .cold: break
        case .partly: _ = try await get("bytes=\(Self.sliceBytes)-\(2 * Self.sliceBytes - 1)")
        case .warm: _ = try await get()
        }
    }

    /// Connects for as long as the body takes.
    func converse(_ body: (Conversation) async throws -> Void) async throws {
        try await service.client.converse(body)
    }

    /// Asks for the recording, and checks what every answer must be.
    func get(
        _ range: String? = nil,
        method: String = "GET",
        headers: [(name: String, value: String)] = []
    ) async throws -> ServiceClient.Answer {
        let answer = try await service.client.send(
            method,
            url,
            headers: (range.map { [("Range", $0)] } ?? []) + headers
        )
        #expect(answer["Transfer-Encoding"] == nil)
        #expect(answer["Content-Encoding"] == nil)
        #expect(answer["X-Content-Type-Options"] == "nosniff")
        #expect(answer["X-Request-Id"] != nil)
        if method != "HEAD", answer.status != 304, answer.status != 204 {
            #expect(answer["Content-Length"] == "\(answer.bytes.count)")
        }
        #expect(
            (answer.status == 206) == (answer["Content-Range"] != nil || answer.isMultipart) || answer.status == 416
        )
        return answer
    }

    /// A range that must be answered with exactly these bytes.
    @discardableResult
    func expect(
        _ range: String,
        is bytes: Range<Int>,
        headers: [(name: String, value: String)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ServiceClient.Answer {
        let answer = try await get(range, headers: headers)
        #expect(answer.status == 206, sourceLocation: sourceLocation)
        #expect(
            answer["Content-Range"] == "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(sizeBytes)",
            sourceLocation: sourceLocation
        )
        #expect(answer["Content-Length"] == "\(bytes.count)", sourceLocation: sourceLocation)
        #expect(answer["ETag"] == tag, sourceLocation: sourceLocation)
        #expect(answer.bytes.elementsEqual(truth[bytes]), sourceLocation: sourceLocation)
        return answer
    }

    /// A request that must be answered with the whole recording.
    @discardableResult
    func expectWhole(
        _ range: String? = nil,
        headers: [(name: String, value: String)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ServiceClient.Answer {
        let answer = try await get(range, headers: headers)
        #expect(answer.status == 200, sourceLocation: sourceLocation)
        #expect(answer["Content-Length"] == "\(sizeBytes)", sourceLocation: sourceLocation)
        #expect(answer["Accept-Ranges"] == "bytes", sourceLocation: sourceLocation)
        #expect(answer["ETag"] == tag, sourceLocation: sourceLocation)
        #expect(answer.bytes == truth, sourceLocation: sourceLocation)
        return answer
    }

    /// A range that must be refused with 416.
    func expectUnsatisfiable(
        _ range: String,
        headers: [(name: String, value: String)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await get(range, headers: headers)
        #expect(answer.status == 416, sourceLocation: sourceLocation)
        #expect(answer["Content-Range"] == "bytes */\(sizeBytes)", sourceLocation: sourceLocation)
        #expect(answer.bytes.allSatisfy { _ in false } || answer["Content-Length"] == "\(answer.bytes.count)")
    }
}

extension ServiceClient.Answer {
    var isMultipart: Bool { headers["Content-Type"]?.hasPrefix("multipart/byteranges") == true }
}
