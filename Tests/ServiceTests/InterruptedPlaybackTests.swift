import DubberSimulator
import Foundation
import TestSupport
import Testing
import Transport

/// Many listeners, stores that break off, listeners that leave: what the wire shows.
@Suite("Playback under way")
struct InterruptedPlaybackTests {
    private static let slice = Playback.sliceBytes

    private static func run(
        sizeBytes: Int64 = SampleCompany.audioBytes,
        _ body: @escaping @Sendable (Playback) async throws -> Void
    ) async throws {
        try await Playback.run(sizeBytes: sizeBytes, body)
    }

    @Test("58: 100 listeners of one cold recording share one fetch, and all of them stream while it arrives")
    func hundredListeners() async throws {
        try await Self.run { playback in
            // One piece of the body comes, the rest only when the gate opens.
            playback.service.faults.add(Fault(.slowBody(bytesPerSecond: 10 * Int64(Self.slice)), on: .audio))
            let arrivals = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: [UInt8].self) { listeners in
                for _ in 0..<100 {
                    listeners.addTask {
                        let response = try await playback.service.client.open("GET", playback.url)
                        var bytes: [UInt8] = []
                        for try await chunk in response.body {
                            if bytes.isEmpty { arrivals.continuation.yield() }
                            bytes += chunk
                        }
                        return bytes
                    }
                }
                var iterator = arrivals.stream.makeAsyncIterator()
                for _ in 0..<100 { await iterator.next() }
                playback.service.gate.open()
                for try await bytes in listeners { #expect(bytes == playback.truth) }
            }
            #expect(playback.service.audioBytesSent == SampleCompany.audioBytes)
            #expect(playback.service.counts.count(.audio) == 1)
        }
    }

    @Test("listeners of a cold recording who read late get every byte, and can ask on")
    func lateListeners() async throws {
        let sizeBytes: Int64 = 6_000_001
        try await Self.run(sizeBytes: sizeBytes) { playback in
            try await withThrowingTaskGroup(of: Void.self) { listeners in
                for start in [0, 1, 2] {
                    listeners.addTask {
                        try await RawConnection.open(port: playback.service.client.port) { connection in
                            let request = "GET \(playback.url) HTTP/1.1\r\nHost: a\r\nRange: bytes="
                            try await connection.write("\(request)\(start)-\r\n\r\n")
                            let head = try await connection.readHead()
                            #expect(head.contains("Content-Length: \(Int(sizeBytes) - start)"))
                            var body: [UInt8] = []
                            for _ in 0..<4 {
                                body += try await connection.read(300_000)
                                // Meanwhile the socket fills up.
                                _ = try await playback.service.client.send("GET", "/healthz")
                            }
                            body += try await connection.read(Int(sizeBytes) - start - body.count)
                            #expect(body.elementsEqual(playback.truth[start...]))
                            try await connection.write("\(request)5-9\r\n\r\n")
                            let next = try await connection.readAnswer()
                            #expect(next.status == 206 && next.body.elementsEqual(playback.truth[5..<10]))
                        }
                    }
                }
                try await listeners.waitForAll()
            }
            #expect(playback.service.audioBytesSent == sizeBytes)
        }
    }

    @Test("a file cut short while a listener reads it late costs nobody a byte", .timeLimit(.minutes(5)))
    func cutShort() async throws {
        try await Self.run(sizeBytes: 4_000_001) { playback in
            // Somebody else has all of it fetched before the file is cut.
            let ahead = try await playback.service.client.open("GET", playback.url)
            try await RawConnection.open(port: playback.service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.readHead()
                var body = try await connection.read(100_000)
                let others = try await ahead.body.collect(upTo: ServiceClient.maximumBytes)
                #expect(others == playback.truth)
                let folder = playback.service.folder.path + "/audio"
                for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                    #expect(truncate("\(folder)/\(name)", 1 << 16) == 0)
                }
                body += try await connection.read(playback.sizeBytes - body.count)
                #expect(body == playback.truth)
            }
        }
    }

    @Test("59: a listener who leaves does not disturb the others")
    func oneLeaves() async throws {
        try await Self.run { playback in
            playback.service.faults.add(Fault(.slowBody(bytesPerSecond: 10 * Int64(Self.slice)), on: .audio))
            let staying = try await playback.service.client.open("GET", playback.url)
            try await RawConnection.open(port: playback.service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.readHead()
                _ = try await connection.read(100)
            }
            playback.service.gate.open()
            let bytes = try await staying.body.collect(upTo: ServiceClient.maximumBytes)
            #expect(bytes == playback.truth)
            #expect(playback.service.audioBytesSent == SampleCompany.audioBytes)
        }
    }

    @Test(
        "61: a store that breaks off within the body is resumed from that byte",
        arguments: [Fault.Kind.resetAfter(bytes: 100_000), .shortBody(missingBytes: 1), .resetAfter(bytes: 1)]
    )
    func resumed(kind: Fault.Kind) async throws {
        try await Self.run { playback in
            playback.service.faults.add(Fault(kind, times: 1))
            try await playback.expectWhole()
            #expect(playback.service.counts.count(.audio) == 2)
        }
    }

    @Test("61: a store that keeps breaking off is left for the second host")
    func secondHost() async throws {
        try await Self.run { playback in
            playback.service.faults.add(Fault(.resetAfter(bytes: 70_000), region: "uk1", times: 1))
            playback.service.faults.add(Fault(.resetAfter(bytes: 0), region: "uk1", on: .audio))
            try await playback.expectWhole()
            #expect(playback.service.counts.count(.audio, region: "uk2") == 1)
        }
    }

    @Test("61: a presigned URL that expired within the body is replaced")
    func expiredWithinBody() async throws {
        try await Self.run { playback in
            playback.service.faults.add(Fault(.resetAfter(bytes: 70_000), times: 1))
            playback.service.faults.add(Fault(.earlyExpiry, times: 1))
            let details = playback.service.counts.count(.recording)
            try await playback.expectWhole()
            #expect(playback.service.counts.count(.recording) >= details)
        }
    }

    @Test("a recording that changed at the provider between two seeks is never mixed")
    func changed() async throws {
        try await Self.run { playback in
            try await playback.expect("bytes=0-9", is: 0..<10)
            playback.service.faults.add(Fault(.changedETag))
            let seek = try await playback.get("bytes=150000-")
            if seek.status == 206 {
                #expect(seek["ETag"] != playback.tag)
                let first = try await playback.get("bytes=0-9")
                #expect(first["ETag"] == seek["ETag"])
            } else {
                #expect(try seek.problem.code == "recordingChanged")
            }
        }
    }

    @Test("76: a listener who leaves stops the fetch that nobody shares")
    func leaving() async throws {
        let sizeBytes: Int64 = 32 << 20
        try await Self.run(sizeBytes: sizeBytes) { playback in
            try await RawConnection.open(port: playback.service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.readHead()
                _ = try await connection.read(Self.slice)
            }
            try await until(try await playback.service.client.cacheTotals) { $0.flights == 0 && $0.readers == 0 }
            #expect(playback.service.audioBytesSent < sizeBytes)
        }
    }

    @Test("75: after a cut, a later range goes on")
    func resumesAfterCut() async throws {
        try await Self.run { playback in
            try await RawConnection.open(port: playback.service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.readHead()
                _ = try await connection.read(1_000)
            }
            try await playback.expect("bytes=1000-", is: 1_000..<200_000, headers: [("If-Range", playback.tag)])
        }
    }

    @Test("requests that are pipelined are answered in order, whatever the cache has", arguments: Fill.allCases)
    func pipelined(fill: Fill) async throws {
        try await Playback.run(fill, sizeBytes: SampleCompany.audioBytes) { playback in
            let ranges = [0..<2, 150_000..<150_100, 65_536..<131_072, 10..<20]
            try await RawConnection.open(port: playback.service.client.port) { connection in
                let requests = ranges.map { range in
                    "GET \(playback.url) HTTP/1.1\r\nHost: a\r\nRange: bytes=\(range.lowerBound)-\(range.upperBound - 1)\r\n\r\n"
                }
                let others = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nHEAD \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n"
                try await connection.write(requests[0] + others + requests[1...].joined())
                let first = try await connection.readAnswer()
                #expect(first.body.elementsEqual(playback.truth[ranges[0]]))
                let health = try await connection.readAnswer()
                #expect(String(decoding: health.body, as: UTF8.self).contains("ok"))
                let head = try await connection.readAnswer(hasBody: false)
                #expect(head["Content-Length"] == "\(playback.sizeBytes)")
                for range in ranges[1...] {
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 206)
                    #expect(answer.body.elementsEqual(playback.truth[range]))
                }
            }
        }
    }

    @Test("half a request, sent slowly, is answered once it is whole")
    func halfARequest() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            try await RawConnection.open(port: playback.service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTT")
                // Another connection is served meanwhile.
                try await playback.expect("bytes=0-1", is: 0..<2)
                try await connection.write("P/1.1\r\nHost: a\r\nRange: bytes=2-3\r\n")
                try await playback.expect("bytes=0-1", is: 0..<2)
                try await connection.write("Connection: close\r\n\r\n")
                let answer = try await connection.readAnswer()
                #expect(answer.body == Array(playback.truth[2...3]))
                let rest = try await connection.readToEnd()
                #expect(rest.isEmpty)
            }
        }
    }
}
