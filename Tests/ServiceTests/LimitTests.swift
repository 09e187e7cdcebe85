import DubberSimulator
import Foundation
import NIOCore
import Service
import TestSupport
import Testing

/// What there may be too much of: connections, slow requests, long heads, playbacks, requests.
@Suite("Limits", .timeLimit(.minutes(6)))
struct LimitTests {
    private static let healthRequest = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"

    private func setup(
        _ configure: @escaping @Sendable (inout ServiceConfiguration) -> Void
    ) -> Setup {
        var setup = Setup()
        setup.configure = configure
        return setup
    }

    /// What a new connection's first request is answered.
    private func answerOfNewConnection(to service: ServiceUnderTest) async throws -> RawConnection.Answer {
        let answers = Mutexed<[RawConnection.Answer]>([])
        try await RawConnection.open(port: service.client.port) { connection in
            try? await connection.write(Self.healthRequest)
            answers.value.append(try await connection.readAnswer())
        }
        return try #require(answers.value.first)
    }

    @Test("a connection too many is answered 503 and closed, and there is room again when others leave")
    func connections() async throws {
        try await ServiceUnderTest.run(setup { $0.maximumConnections = 2 }) { service in
            try await RawConnection.open(port: service.client.port) { first in
                try await first.write(Self.healthRequest)
                #expect(try await first.readAnswer().status == 200)
                try await RawConnection.open(port: service.client.port) { second in
                    try await second.write(Self.healthRequest)
                    #expect(try await second.readAnswer().status == 200)
                    for _ in 0..<3 {
                        try await RawConnection.open(port: service.client.port) { third in
                            let answer = try await third.readAnswer()
                            #expect(answer.status == 503)
                            #expect(answer["X-Request-Id"] != nil)
                            #expect(answer["Retry-After"] == "5")
                            #expect(answer["Connection"] == "close")
                            let problem = try JSONDecoder().decode(ProblemDocument.self, from: Data(answer.body))
                            #expect(problem.code == "tooManyConnections" && problem.retryable)
                            #expect(try await third.readToEnd().isEmpty)
                        }
                    }
                    try await first.write(Self.healthRequest)
                    #expect(try await first.readAnswer().status == 200)
                }
            }
            try await until(try await answerOfNewConnection(to: service).status, is: 200)
        }
    }

    @Test("while too much memory is held requests are answered 503 at once, those who watch the service are not")
    func memory() async throws {
        try await ServiceUnderTest.run(setup { $0.maximumMemoryBytes = 1 }) { service in
            for path in ["/v1/live", "/v1/audio/a/1", "/console", "/nowhere"] {
                let answer = try await service.client.send("GET", path)
                #expect(answer.status == 503 && answer["Retry-After"] == "5", "\(path)")
                #expect(try answer.problem.code == "memoryShort")
            }
            #expect(try await service.client.send("GET", "/healthz").status == 200)
            #expect(try await service.client.send("GET", "/readyz").status == 200)
        }
    }

    @Test(
        "without a configured limit three quarters of what there is may be held",
        arguments: [(nil, 750), ("max\n", 750), ("400\n", 300), ("4000\n", 750)] as [(String?, Int)]
    )
    func givenMemory(group: String?, expected: Int) {
        #expect(MemoryFigures.given(group: group, machineBytes: 1_000) == expected)
    }

    @Test("memory is what is resident and no file's")
    func ownMemory() {
        #expect(MemoryFigures.ownBytes(statm: "5000 300 100 1 0 2 0\n") == 200 * sysconf(Int32(_SC_PAGESIZE)))
        #expect(MemoryFigures.ownBytes(statm: "") == 0)
    }

    @Test("connections of one address are counted, those of a proxy are not", arguments: [true, false])
    func connectionsPerAddress(isProxy: Bool) async throws {
        let setup = setup {
            $0.maximumConnectionsPerAddress = 1
            if !isProxy { $0.proxyAddresses = [] }
        }
        try await ServiceUnderTest.run(setup) { service in
            try await RawConnection.open(port: service.client.port) { first in
                try await first.write(Self.healthRequest)
                #expect(try await first.readAnswer().status == 200)
                let status = try await answerOfNewConnection(to: service).status
                #expect(status == (isProxy ? 200 : 503))
            }
        }
    }

    /// Sends a request byte by byte, each after an answer to somebody else, until the connection takes no more.
    private func trickle(_ start: String, to service: ServiceUnderTest) async throws -> String {
        let received = Mutexed("")
        try await RawConnection.open(port: service.client.port) { slow in
            try await slow.write(start)
            while (try? await slow.write("a")) != nil {
                _ = try await service.client.send("GET", "/healthz")
            }
            received.value = String(decoding: (try? await slow.readToEnd()) ?? [], as: UTF8.self)
        }
        return received.value
    }

    @Test("a head that trickles in ends its connection in the time that a request has, although bytes keep coming")
    func slowHead() async throws {
        try await ServiceUnderTest.run(setup { $0.requestTimeoutSeconds = 1 }) { service in
            let received = try await trickle("GET /healthz HTTP/1.1\r\nX-Slow: ", to: service)
            #expect(received.isEmpty || received.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test("a head that stops coming is answered 408")
    func stoppedHead() async throws {
        try await ServiceUnderTest.run(setup { $0.requestTimeoutSeconds = 1 }) { service in
            for start in ["G", "GET /healthz HTTP/1.1\r\nHost: a\r\n"] {
                try await RawConnection.open(port: service.client.port) { slow in
                    // A busy machine may be too late with it, which is answered alike.
                    try? await slow.write(start)
                    let answer = try await slow.readAnswer()
                    #expect(answer.status == 408 && answer["X-Request-Id"] != nil)
                    #expect(try await slow.readToEnd().isEmpty)
                }
            }
        }
    }

    @Test(
        "a body that trickles in ends its connection in the time that a request has",
        arguments: ["/v1/availability", "/ws"]
    )
    func slowBody(target: String) async throws {
        try await ServiceUnderTest.run(setup { $0.requestTimeoutSeconds = 1 }) { service in
            let head =
                "POST \(target) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServiceUnderTest.reportToken)\r\n"
                + "Content-Length: 60000\r\n\r\n"
            let received = try await trickle(head, to: service)
            #expect(!received.contains(" 200 "))
        }
    }

    @Test(
        "74: a listener who pauses for longer than a request may take is not cut off",
        arguments: Situation.coldAndWarm
    )
    func pausedListener(situation: Situation) async throws {
        let setup = setup { $0.requestTimeoutSeconds = 3 }
        let size: Int64 = 8 << 20
        let audio = SimulatedAudio.generated(sizeBytes: size, seed: 7)
        var withAudio = setup
        withAudio.first = [SampleCompany.recording(audio: audio)]
        withAudio.wire = situation.wire
        try await ServiceUnderTest.run(withAudio) { service in
            let url = try await service.audioURL()
            let truth = try AudioContent(audio, examples: ExampleRecordings()).bytes(in: 0..<size)
            if situation.fill == .warm { _ = try await service.client.send("GET", url) }
            try await service.client.listen(url) { paused in
                // The beginning of a handshake, or of a request; each of these takes the time that a request has.
                let start = situation.wire.isSecure ? "\u{16}\u{3}\u{1}\u{2}" : "GET "
                for _ in 0..<2 {
                    try await RawConnection.open(port: service.client.port) { slow in
                        try? await slow.write(start)
                        _ = try? await slow.readToEnd()
                    }
                }
                let rest = try await paused.read(.max)
                #expect(rest.elementsEqual(truth.readableBytesView))
            }
        }
    }

    @Test("a head that is too long, or has too many fields, is answered 431")
    func longHead() async throws {
        let heads = [
            "X-Long: \(String(repeating: "a", count: 70_000))\r\n",
            (0..<150).map { "X-\($0): a\r\n" }.joined(),
            (0..<90).map { "X-\($0): \(String(repeating: "a", count: 1_000))\r\n" }.joined(),
        ]
        try await ServiceUnderTest.run { service in
            for head in heads {
                try await RawConnection.open(port: service.client.port) { connection in
                    try await connection.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\(head)\r\n")
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 431 && answer["X-Request-Id"] != nil)
                    #expect(try await connection.readToEnd().isEmpty)
                }
            }
        }
    }

    @Test("a user has so many playbacks at once, and one more when one ends", arguments: [Fill.cold, .warm])
    func playbacksPerUser(fill: Fill) async throws {
        var setup = setup { $0.maximumPlaybacksPerUser = 2 }
        setup.first = [SampleCompany.recording(audio: .generated(sizeBytes: 16 << 20, seed: 7))]
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            let request = "GET \(url) HTTP/1.1\r\nHost: a\r\n\r\n"
            if fill == .warm { _ = try await service.client.send("GET", url) }
            try await RawConnection.open(port: service.client.port) { first in
                try await first.write(request)
                #expect(try await first.readHead().hasPrefix("HTTP/1.1 200"))
                try await RawConnection.open(port: service.client.port) { second in
                    try await second.write(request)
                    #expect(try await second.readHead().hasPrefix("HTTP/1.1 200"))
                    let third = try await service.client.send("GET", url)
                    #expect(third.status == 429)
                    #expect(third["Retry-After"] != nil)
                    #expect(try third.problem.code == "tooManyPlaybacks")
                    // Another user's right is not touched.
                    let token = try await service.client.asAdmin("HEAD", String(url.prefix { $0 != "?" }))
                    #expect(token.status == 200)
                }
                try await until(
                    try await service.client.send("GET", url, headers: [("Range", "bytes=0-99999")]).status,
                    is: 206
                )
            }
        }
    }

    @Test("a token that asks too fast is answered 429, and may ask again a little later")
    func rateOfToken() async throws {
        try await ServiceUnderTest.run(setup { $0.maximumRequestsPerSecond = 1 }) { service in
            var answer = try await service.client.asAdmin("GET", "/v1/debug/cache")
            #expect(answer.status == 200)
            while answer.status == 200 { answer = try await service.client.asAdmin("GET", "/v1/debug/cache") }
            #expect(answer.status == 429)
            #expect(answer["Retry-After"] == "1")
            #expect(try answer.problem.code == "tooManyRequests")
            service.clock.advance(seconds: 2)
            #expect(try await service.client.asAdmin("GET", "/v1/debug/cache").status == 200)
            // This machine's address counts as a proxy's.
            for _ in 0..<5 { #expect(try await service.client.send("GET", "/healthz").status == 200) }
        }
    }

    @Test(
        "an address that asks too fast without a token, or with wrong ones, is answered 429",
        arguments: [nil, "guess"]
    )
    func rateOfAddress(token: String?) async throws {
        let setup = setup {
            $0.maximumRequestsPerSecond = 1
            $0.proxyAddresses = []
        }
        try await ServiceUnderTest.run(setup) { service in
            var status = 0
            repeat {
                status = try await service.client.send("GET", "/v1/debug/cache", token: token).status
            } while status == 401
            #expect(status == 429)
            #expect(try await service.client.asAdmin("GET", "/v1/debug/cache").status == 200)
        }
    }

    @Test(
        "availability requests too many at once are answered 503 at once where none may wait, the others in the end 200"
    )
    func availabilityRequests() async throws {
        let setup = setup {
            $0.maximumAvailabilityRequests = 1
            $0.maximumAvailabilityWaitSeconds = 0
        }
        try await ServiceUnderTest.run(setup) { service in
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), on: .recordings))
            let body = SampleRow.body([SampleRow()], user: "supervisor")
            try await withThrowingTaskGroup(of: ServiceClient.Answer.self) { tasks in
                for accept in ["application/json", "application/x-ndjson"] {
                    tasks.addTask { try await service.client.postAvailability(body, accept: accept) }
                }
                let first = try #require(try await tasks.next())
                #expect(first.status == 503)
                #expect(first["Retry-After"] != nil)
                #expect(try first.problem.code == "overloaded")
                service.gate.open()
                #expect(try await tasks.next()?.status == 200)
            }
            #expect(try await service.client.postAvailability(body).status == 200)
        }
    }
}
