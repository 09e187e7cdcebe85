import DubberSimulator
import NIOHTTP1
import Testing

@Suite("Faults of the audio store")
struct AudioFaultTests {
    private func answer(_ kind: Fault.Kind, range: String? = "bytes=100-299") async throws -> HTTPPeer.Answer {
        let box = AnswerBox()
        try await SimulatorUnderTest.run { test async throws in
            let target = try await test.audioTarget("7")
            test.simulator.faults.add(Fault(kind, region: "uk1"))
            box.put(try await test.peer.send(.GET, target, headers: range.map { ["Range": $0] } ?? [:]))
            let other = try await test.audioTarget("7", region: "uk2")
            #expect(try await test.peer.send(.GET, other).status == 200, "the other region is well")
        }
        return try #require(box.answer)
    }

    @Test("The connection is reset after so many bytes")
    func reset() async throws {
        let answer = try await answer(.resetAfter(bytes: 1000), range: nil)
        #expect(answer.status == 200)
        #expect(answer.ending == .reset)
        #expect(answer.bytes.count <= 1000)
        #expect(answer.headers.first(name: "Content-Length") == "200000")
    }

    @Test("A body ends before its Content-Length")
    func shortBody() async throws {
        let answer = try await answer(.shortBody(missingBytes: 50))
        #expect(answer.status == 206)
        #expect(answer.ending == .cutShort)
        #expect(answer.bytes.count == 150)
        #expect(answer.headers.first(name: "Content-Length") == "200")
    }

    @Test("200 with the whole comes instead of 206")
    func ignoredRange() async throws {
        let answer = try await answer(.ignoredRange)
        #expect(answer.status == 200)
        #expect(answer.bytes.count == 200_000)
        #expect(answer.headers.first(name: "Accept-Ranges") == "bytes")
    }

    @Test("A store without ranges says so")
    func noRangeSupport() async throws {
        let answer = try await answer(.noRangeSupport)
        #expect(answer.status == 200)
        #expect(answer.bytes.count == 200_000)
        #expect(answer.headers.first(name: "Accept-Ranges") == "none")
    }

    @Test("Content-Range names other bytes than the body holds")
    func wrongContentRange() async throws {
        let answer = try await answer(.wrongContentRange)
        #expect(answer.status == 206)
        #expect(answer.bytes.count == 200)
        #expect(answer.headers.first(name: "Content-Range") == "bytes 101-300/200001")
    }

    @Test("The ETag is another one, and conditions go by it")
    func changedETag() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let target = try await test.audioTarget("7")
            let before = try #require(try await test.peer.send(.GET, target).headers.first(name: "ETag"))
            test.simulator.faults.add(Fault(.changedETag))
            let after = try #require(try await test.peer.send(.GET, target).headers.first(name: "ETag"))
            #expect(after != before)
            #expect(try await test.peer.send(.GET, target, headers: ["If-Match": before]).status == 412)
            #expect(try await test.peer.send(.GET, target, headers: ["If-Match": after]).status == 200)
        }
    }

    @Test("A URL expires early")
    func earlyExpiry() async throws {
        let answer = try await answer(.earlyExpiry)
        #expect(answer.status == 403)
        #expect(answer.text.contains("Request has expired"))
    }

    @Test("Content-Encoding: gzip is announced")
    func gzip() async throws {
        let answer = try await answer(.gzipContentEncoding)
        #expect(answer.headers.first(name: "Content-Encoding") == "gzip")
    }

    @Test("The store's errors are XML")
    func storeError() async throws {
        let answer = try await answer(.error(ErrorFault(status: 503)))
        #expect(answer.status == 503)
        #expect(answer.text.contains("<Code>InternalError</Code>"))
    }

    @Test("A slow body waits between its pieces, as long as its speed says in all")
    func slowBody() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let target = try await test.audioTarget("7")
            test.simulator.faults.add(Fault(.slowBody(bytesPerSecond: 10_000), on: .audio))
            let answer = try await test.peer.send(.GET, target)
            #expect(answer.bytes.count == 200_000)
            #expect(test.waits.all.count == 200)
            #expect(test.waits.all.reduce(.zero, +) == .seconds(20))
        }
    }
}
