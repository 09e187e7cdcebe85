import DubberSimulator
import Foundation
import Logging
import NIOCore
import Service
import Sharing
import TestSupport
import Testing

@Suite("Audio answered on the event loop", .timeLimit(.minutes(5)))
struct FastPathTests {
    /// Sizes about the borders of slices and of what is copied; the last takes several socket buffers.
    static let sizes: [Int64] = [1, 65_535, 65_536, 65_537, 200_000, 400_001]

    /// Runs a service whose recordings are all in the cache and verified.
    func withWarmService(
        sizes: [Int64] = Self.sizes,
        over wire: Wire = .plain,
        configure: @escaping @Sendable (inout Setup) -> Void = { _ in },
        _ body: @Sendable (ServiceUnderTest, [AskedRecording], LogLines) async throws -> Void
    ) async throws {
        try await WarmService.run(sizes: sizes, over: wire, configure: configure, body)
    }

    /// How many requests the event loops answered themselves, as their log lines tell.
    func answeredOnLoop(_ lines: LogLines) -> Int {
        lines.all.count { $0.hasPrefix("request ") && $0.contains("eventLoop") }
    }

    @Test(
        "heads and bodies are the same whichever way a request comes and is answered, alone, kept alive and pipelined",
        arguments: 0..<8
    )
    func sameEitherWay(seed: UInt64) async throws {
        let requestCount = 160
        // One of the two origins that requests name, so that some answers name it and some do not.
        let configure: @Sendable (inout Setup) -> Void = {
            $0.configure = { $0.allowedOrigins = ["https://a.example"] }
        }
        try await withWarmService(configure: configure) { service, recordings, lines in
            try await WarmService.run(
                sizes: Self.sizes,
                over: .secure,
                of: service.provider,
                configure: configure
            ) { secure, others in
                var random = SeededGenerator(seed: seed)
                var asked = 0
                while asked < requestCount {
                    let requests = (0..<Int.random(in: 1...12, using: &random)).map { number in
                        AskedRequest(of: recordings, id: "\(seed)-\(asked + number)", using: &random)
                    }
                    asked += requests.count
                    let mixed = requests.map { ($0, Bool.random(using: &random)) }
                    let isPipelined = Bool.random(using: &random)
                    let (usual, other) = (requests.map { ($0, false) }, requests.map { ($0, true) })
                    let fast = try await answers(usual, of: recordings, isPipelined: isPipelined, from: service)
                    let ordinary = try await answers(other, of: recordings, isPipelined: isPipelined, from: service)
                    let both = try await answers(mixed, of: recordings, isPipelined: true, from: service)
                    let overTLS = try await answers(usual, of: others, isPipelined: isPipelined, from: secure)
                    let streamed = try await answersByHTTP2(usual, of: others, isAtOnce: isPipelined, from: secure)
                    let mixedStreams = try await answersByHTTP2(mixed, of: others, isAtOnce: true, from: secure)
                    for (index, request) in requests.enumerated() {
                        let text = "seed \(seed): \(request.text(of: recordings, isOrdinary: false))"
                        #expect(fast[index] == ordinary[index], "\(text)")
                        #expect(both[index] == ordinary[index], "mixed, \(text)")
                        #expect(!fast[index].isStrict)
                        for (way, answer) in [
                            ("TLS", overTLS[index]), ("HTTP/2", streamed[index]),
                            ("mixed streams", mixedStreams[index]),
                        ] {
                            #expect(answer.common == ordinary[index].common, "\(way), \(text)")
                            #expect(answer.isStrict, "\(way), \(text)")
                        }
                    }
                }
                // Several ranges, other pages and what follows them in a pipeline go the ordinary way.
                #expect(answeredOnLoop(lines) > requestCount / 2)
            }
        }
    }

    @Test("a long recording is the same over every wire, whole and in part", arguments: [true, false])
    func sameWhenLong(isOrdinary: Bool) async throws {
        let sizes: [Int64] = [5_000_001]
        try await withWarmService(sizes: sizes) { service, recordings, _ in
            try await WarmService.run(
                sizes: sizes,
                over: .secure,
                of: service.provider,
                configure: { _ in }
            ) { secure, others in
                for range in [nil, "bytes=0-", "bytes=65536-4000000", "bytes=4999990-", "bytes=-3000000"] {
                    let request = AskedRequest(of: 0, range: range, id: "long")
                    let plain = try await answers([(request, false)], of: recordings, isPipelined: false, from: service)
                    let asked = [(request, isOrdinary: isOrdinary)]
                    let overTLS = try await answers(asked, of: others, isPipelined: false, from: secure)
                    let streamed = try await answersByHTTP2(asked, of: others, isAtOnce: false, from: secure)
                    let wanted = plain.map(\.common)
                    #expect(overTLS.map(\.common) == wanted && streamed.map(\.common) == wanted, "\(range ?? "whole")")
                }
            }
        }
    }

    private func answersByHTTP2(
        _ requests: [(AskedRequest, isOrdinary: Bool)],
        of recordings: [AskedRecording],
        isAtOnce: Bool,
        from service: ServiceUnderTest
    ) async throws -> [ComparableAnswer] {
        var answers: [ComparableAnswer] = []
        try await service.reached(over: .http2).client.converse { conversation in
            func ask(_ request: AskedRequest, _ isOrdinary: Bool) async throws {
                let method = request.isHead ? "HEAD" : "GET"
                let target = request.target(of: recordings, isOrdinary: isOrdinary)
                try await conversation.ask(method, target, headers: request.streamFields)
            }
            if isAtOnce {
                for (request, isOrdinary) in requests { try await ask(request, isOrdinary) }
            }
            for (request, isOrdinary) in requests {
                if !isAtOnce { try await ask(request, isOrdinary) }
                answers.append(ComparableAnswer(try await conversation.answer()))
            }
        }
        return answers
    }

    private func answers(
        _ requests: [(AskedRequest, isOrdinary: Bool)],
        of recordings: [AskedRecording],
        isPipelined: Bool,
        from service: ServiceUnderTest
    ) async throws -> [ComparableAnswer] {
        var answers: [ComparableAnswer] = []
        let texts = requests.map { $0.0.text(of: recordings, isOrdinary: $0.isOrdinary) }
        try await RawConnection.open(port: service.client.port, offers: service.client.wire.offers) { connection in
            if isPipelined { try await connection.write(texts.joined()) }
            for ((request, _), text) in zip(requests, texts) {
                if !isPipelined { try await connection.write(text) }
                let head = try await connection.readHead()
                let length = RawConnection.Answer(head: head, body: [])["Content-Length"].flatMap { Int($0) } ?? 0
                let hasBody = !request.isHead && !head.hasPrefix("HTTP/1.1 304")
                answers.append(ComparableAnswer(head: head, body: hasBody ? try await connection.read(length) : []))
            }
        }
        return answers
    }

    @Test(
        "a condition that comes twice means the same on both ways",
        arguments: ["If-Range", "If-Match", "If-None-Match"],
        Wire.allCases
    )
    func repeatedCondition(name: String, wire: Wire) async throws {
        try await withWarmService(sizes: [65_537], over: wire) { service, recordings, _ in
            let recording = try #require(recordings.first)
            for values in [["\"other\"", recording.tag], [recording.tag, "\"other\""]] {
                let headers = [(name: "Range", value: "bytes=0-1")] + values.map { (name: name, value: $0) }
                let fast = try await service.client.send("GET", recording.target, headers: headers)
                let ordinary = try await service.client.send("GET", recording.target + "&x=1", headers: headers)
                #expect(fast.status == ordinary.status && fast.bytes == ordinary.bytes)
            }
        }
    }

    @Test(
        "an assignment that is taken away refuses the next request of the same connection",
        arguments: Wire.allCases
    )
    func assignmentRemoved(wire: Wire) async throws {
        try await withWarmService(sizes: [200_000], over: wire) { service, recordings, lines in
            let recording = recordings[0]
            let before = answeredOnLoop(lines)
            try await service.client.converse { conversation in
                for isAssigned in [true, true, false, true] {
                    try service.assign(isAssigned ? SampleCompany.office : nil)
                    try await conversation.ask("GET", recording.target, headers: [("Range", "bytes=0-9")])
                    let answer = try await conversation.answer()
                    #expect(answer.status == (isAssigned ? 206 : 403))
                    #expect(isAssigned == answer.bytes.elementsEqual(recording.truth[0..<10]))
                }
                // The loop has written its lines once it answers the same connection again.
                try await conversation.ask("GET", "/healthz")
                #expect(try await conversation.answer().status == 200)
                #expect(answeredOnLoop(lines) == before + 3)
            }
        }
    }

    @Test(
        "68: after its expiry an address seeks on in the playback's grace time, and is refused after that",
        arguments: Wire.allCases
    )
    func expiry(wire: Wire) async throws {
        try await withWarmService(sizes: [200_000], over: wire) { service, recordings, _ in
            let recording = recordings[0]
            try await service.client.converse { conversation in
                for (seconds, status) in [(0.0, 206), (899, 206), (2, 206), (21_500, 206), (200, 403), (0, 403)] {
                    service.clock.advance(seconds: seconds)
                    try await conversation.ask("GET", recording.target, headers: [("Range", "bytes=150000-")])
                    let answer = try await conversation.answer()
                    #expect(answer.status == status)
                    if status == 206 { #expect(answer.bytes.elementsEqual(recording.truth[150_000...])) }
                }
            }
        }
    }

    @Test("after a purge the next request of the same connection fetches anew")
    func purge() async throws {
        try await withWarmService(sizes: [200_000]) { service, recordings, lines in
            let recording = recordings[0]
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write(recording.request("bytes=0-"))
                let warm = try await connection.readAnswer()
                #expect(warm.body == recording.truth)
                let (answered, sent) = (answeredOnLoop(lines), service.audioBytesSent)
                #expect(answered == 1)
                let purged = try await service.client.asAdmin("DELETE", "/v1/cache?recording=041")
                #expect(purged.text == #"{"purged":1}"#)
                try await connection.write(recording.request("bytes=0-"))
                let cold = try await connection.readAnswer()
                #expect(cold.body == recording.truth)
                #expect(cold["Cache-Status"] == "playback-resolver; fwd=uri-miss")
                #expect(answeredOnLoop(lines) == answered)
                #expect(service.audioBytesSent == sent + 200_000)
            }
        }
    }

    @Test("74: a connection on which nothing is asked for is closed, one whose listener paused is not")
    func idleness() async throws {
        let configure: @Sendable (inout Setup) -> Void = { $0.configure = { $0.idleTimeoutSeconds = 1 } }
        try await withWarmService(sizes: [32 << 20], configure: configure) { service, recordings, lines in
            let recording = recordings[0]
            try await RawConnection.ask(port: service.client.port, recording.request("bytes=0-")) { paused, _ in
                // The line comes after the head has gone.
                try await until(answeredOnLoop(lines)) { $0 > 0 }
                // Each of these takes an idle time; two of them are more than the paused one's.
                for _ in 0..<3 {
                    try await RawConnection.ask(port: service.client.port, recording.request("bytes=0-9")) {
                        idle,
                        head in
                        #expect(head.hasPrefix("HTTP/1.1 206 "))
                        let rest = try await idle.readToEnd()
                        #expect(rest.count == 10)
                    }
                }
                let body = try await paused.read(Int(recording.sizeBytes))
                #expect(body == recording.truth)
            }
        }
    }

    @Test("each answer says another id, the one that its log line says")
    func requestIDs() async throws {
        try await withWarmService(sizes: [200_000]) { service, recordings, lines in
            var ids: Set<String> = []
            for _ in 0..<100 {
                let answer = try await service.client.send("HEAD", recordings[0].target)
                ids.insert(try #require(answer["X-Request-Id"]))
            }
            #expect(ids.count == 100)
            try await until(answeredOnLoop(lines)) { $0 >= 100 }
            let logged = lines.all.filter { $0.contains("eventLoop") }
            let told = ids.filter { id in logged.contains { $0.contains("\(id),") || $0.contains("\(id)]") } }
            #expect(told == ids)
        }
    }

    @Test("a listener who asks for much and reads late gets every byte, in order")
    func lateReader() async throws {
        try await withWarmService(sizes: [400_001]) { service, recordings, lines in
            let recording = recordings[0]
            // Far more than the sockets between hold, so that answers stop in their middle.
            let starts = (0..<240).map { $0 * 1_301 }
            try await RawConnection.open(port: service.client.port) { connection in
                let requests = starts.map { recording.request("bytes=\($0)-\($0 + 65_535)") }
                try await connection.write(requests.joined())
                // The service has done all it can when it answers another connection.
                _ = try await service.client.send("GET", "/healthz")
                for start in starts {
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 206)
                    #expect(answer.body.elementsEqual(recording.truth[start..<start + 65_536]))
                }
            }
            #expect(answeredOnLoop(lines) > 1)
        }
    }

    @Test("a listener who reads on by short ranges finds the next ones there or on their way")
    func readAhead() async throws {
        let size: Int64 = 4 << 20
        let audio = SimulatedAudio.generated(sizeBytes: size, seed: 3)
        try await ServiceUnderTest.run(Setup(first: [SampleCompany.recording(audio: audio)])) { service in
            let target = try await service.audioURL()
            let truth = try AudioContent(audio, examples: ExampleRecordings()).bytes(in: 0..<size)
            let span = Playback.sliceBytes
            for number in 0..<40 {
                let answer = try await service.client.send(
                    "GET",
                    target,
                    headers: [("Range", "bytes=\(number * span)-\((number + 1) * span - 1)")]
                )
                #expect(answer.status == 206)
                #expect(answer.bytes.elementsEqual(truth.readableBytesView[number * span..<(number + 1) * span]))
            }
            let totals = try await service.client.cacheTotals
            #expect(totals.upstreamRequests < 20)
            #expect(service.audioBytesSent <= Int64(41 * span) + 512 << 10)
        }
    }
}
