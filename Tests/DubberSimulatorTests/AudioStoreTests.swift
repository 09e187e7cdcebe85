import DubberSimulator
import NIOHTTP1
import Testing

@Suite("Audio store")
struct AudioStoreTests {
    @Test("A presigned URL gives the whole audio without Authorization, byte for byte (A)")
    func whole() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.peer.send(.GET, try await test.audioTarget("055"))
            let example = try #require(try ExampleRecordings()[file: "delivery.wav"])
            #expect(answer.status == 200)
            #expect(answer.ending == .complete)
            #expect(answer.bytes == Array(example.data))
            #expect(answer.headers.first(name: "Content-Type") == "audio/wav")
            #expect(answer.headers.first(name: "Accept-Ranges") == "bytes")
            #expect(answer.headers.first(name: "Content-Length") == String(example.data.count))
            #expect(answer.headers.first(name: "Last-Modified") == "Sat, 01 Dec 2018 20:00:33 GMT")
            #expect(test.simulator.counters.snapshot.audioBytesSent == ["uk1": Int64(example.data.count)])
        }
    }

    @Test(
        "One range gives 206 with exactly those bytes (D)",
        arguments: [
            ("bytes=0-1", 0..<2), ("bytes=65530-131080", 65530..<131_081), ("bytes=199990-", 199_990..<200_000),
            ("bytes=-5", 199_995..<200_000), ("bytes=199999-900000", 199_999..<200_000), ("bytes=3-3", 3..<4),
        ]
    )
    func range(header: String, range: Range<Int>) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let target = try await test.audioTarget("7")
            let whole = try await test.peer.send(.GET, target)
            let part = try await test.peer.send(.GET, target, headers: ["Range": header])
            #expect(part.status == 206)
            #expect(part.bytes == Array(whole.bytes[range]))
            let expected = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(SampleAccount.audioBytes)"
            #expect(part.headers.first(name: "Content-Range") == expected)
        }
    }

    @Test("A range beyond the end gives 416 with the size (D)")
    func unsatisfiable() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.peer.send(
                .GET,
                try await test.audioTarget("7"),
                headers: ["Range": "bytes=200000-"]
            )
            #expect(answer.status == 416)
            #expect(answer.headers.first(name: "Content-Range") == "bytes */200000")
            #expect(answer.text.contains("<Code>InvalidRange</Code>"))
        }
    }

    @Test("Several ranges and malformed ones give the whole (D)", arguments: ["bytes=0-1,5-6", "bytes=x", "items=0-1"])
    func ignoredRanges(header: String) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.peer.send(.GET, try await test.audioTarget("7"), headers: ["Range": header])
            #expect(answer.status == 200)
            #expect(answer.bytes.count == Int(SampleAccount.audioBytes))
        }
    }

    @Test("The ETag is strong, follows from the content, and is the same in both regions")
    func entityTags() async throws {
        try await SimulatorUnderTest.run { test async throws in
            func tag(_ id: String, _ region: String) async throws -> String? {
                let target = try await test.audioTarget(id, region: region)
                return try await test.peer.send(.GET, target).headers.first(name: "ETag")
            }
            let first = try #require(try await tag("7", "uk1"))
            #expect(first.hasPrefix("\"") && first.count == 34)
            #expect(try await tag("7", "uk2") == first)
            #expect(try await tag("055", "uk1") != first)
        }
    }

    @Test("Conditions by ETag are honoured")
    func conditions() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let target = try await test.audioTarget("7")
            let tag = try #require(try await test.peer.send(.GET, target).headers.first(name: "ETag"))
            func status(_ headers: HTTPHeaders) async throws -> Int {
                try await test.peer.send(.GET, target, headers: headers).status
            }
            #expect(try await status(["If-Match": tag, "Range": "bytes=0-9"]) == 206)
            #expect(try await status(["If-Match": "\"other\"", "Range": "bytes=0-9"]) == 412)
            #expect(try await status(["If-Range": tag, "Range": "bytes=0-9"]) == 206)
            #expect(try await status(["If-Range": "\"other\"", "Range": "bytes=0-9"]) == 200)
            #expect(try await status(["If-None-Match": tag]) == 304)
        }
    }

    @Test("An expired URL gives 403 with an S3-like body (D)")
    func expiry() async throws {
        let configuration = SampleAccount.configuration { $0.audioURLLifetimeSeconds = 60 }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            let target = try await test.audioTarget("7")
            test.clock.advance(seconds: 59)
            #expect(try await test.peer.send(.GET, target).status == 200)
            test.clock.advance(seconds: 1)
            let answer = try await test.peer.send(.GET, target)
            #expect(answer.status == 403)
            #expect(answer.headers.first(name: "Content-Type") == "application/xml")
            #expect(answer.text.contains("<Code>AccessDenied</Code><Message>Request has expired</Message>"))
        }
    }

    @Test("A URL whose percent-encoding a client has normalised is valid, one that means something else gives 403")
    func reencoded() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let target = try await test.audioTarget("7")
            #expect(try await test.peer.send(.GET, target.replacing("%2F", with: "/")).status == 200)
            let answer = try await test.peer.send(.GET, target.replacing("%2F", with: "-"))
            #expect(answer.status == 403)
            #expect(answer.text.contains("<Code>SignatureDoesNotMatch</Code>"))
        }
    }

    @Test("A URL presigned for GET is not valid for HEAD or POST (D)", arguments: [HTTPMethod.HEAD, .POST])
    func otherMethods(method: HTTPMethod) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.peer.send(method, try await test.audioTarget("7"))
            #expect(answer.status == 403)
            #expect(answer.ending == .complete)
        }
    }

    @Test("A URL of a recording that has expired gives 404")
    func goneRecording() async throws {
        let configuration = SampleAccount.configuration { $0.audioURLLifetimeSeconds = 200 * 86_400 }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            let target = try await test.audioTarget("7")
            test.clock.advance(seconds: 91 * 86_400)
            let answer = try await test.peer.send(.GET, target)
            #expect(answer.status == 404)
            #expect(answer.text.contains("<Code>NoSuchKey</Code>"))
        }
    }
}
