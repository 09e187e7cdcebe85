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
        over wire: Wire,
        sizeBytes: Int64 = SampleCompany.audioBytes,
        _ body: @escaping @Sendable (Playback) async throws -> Void
    ) async throws {
        try await Playback.run(over: wire, sizeBytes: sizeBytes, body)
    }

    @Test(
        "58: 100 listeners of one cold recording share one fetch, and all of them stream while it arrives",
        arguments: Wire.allCases
    )
    func hundredListeners(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            // One piece of the body comes, the rest only when the gate opens.
            playback.service.faults.add(Fault(.slowBody(bytesPerSecond: 10 * Int64(Self.slice)), on: .audio))
            let arrivals = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: [UInt8].self) { listeners in
                for _ in 0..<100 {
                    listeners.addTask {
                        var bytes: [UInt8] = []
                        try await playback.converse { conversation in
                            try await conversation.ask("GET", playback.url)
                            _ = try await conversation.head()
                            bytes = try await conversation.read(1)
                            arrivals.continuation.yield()
                            bytes += try await conversation.read(.max)
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

    @Test("listeners of a cold recording who read late get every byte, and can ask on", arguments: Wire.allCases)
    func lateListeners(wire: Wire) async throws {
        let sizeBytes: Int64 = 6_000_001
        try await Self.run(over: wire, sizeBytes: sizeBytes) { playback in
            try await withThrowingTaskGroup(of: Void.self) { listeners in
                for start in [0, 1, 2] {
                    listeners.addTask {
                        try await playback.converse { conversation in
                            try await conversation.ask("GET", playback.url, headers: [("Range", "bytes=\(start)-")])
                            let head = try await conversation.head()
                            #expect(head["Content-Length"] == "\(Int(sizeBytes) - start)")
                            var body: [UInt8] = []
                            for _ in 0..<4 {
                                body += try await conversation.read(300_000)
                                // Meanwhile the socket fills up.
                                _ = try await playback.service.client.send("GET", "/healthz")
                            }
                            body += try await conversation.read(.max)
                            #expect(body.elementsEqual(playback.truth[start...]))
                            try await conversation.ask("GET", playback.url, headers: [("Range", "bytes=5-9")])
                            let next = try await conversation.answer()
                            #expect(next.status == 206 && next.bytes.elementsEqual(playback.truth[5..<10]))
                        }
                    }
                }
                try await listeners.waitForAll()
            }
            #expect(playback.service.audioBytesSent == sizeBytes)
        }
    }

    @Test(
        "a file cut short while a listener reads it late costs nobody a byte",
        .timeLimit(.minutes(5)),
        arguments: Wire.allCases
    )
    func cutShort(wire: Wire) async throws {
        try await Self.run(over: wire, sizeBytes: 4_000_001) { playback in
            // Somebody else has all of it fetched before the file is cut.
            try await playback.converse { ahead in
                try await ahead.ask("GET", playback.url)
                _ = try await ahead.head()
                try await playback.converse { conversation in
                    try await conversation.ask("GET", playback.url)
                    _ = try await conversation.head()
                    var body = try await conversation.read(100_000)
                    #expect(try await ahead.read(.max) == playback.truth)
                    let folder = playback.service.folder.path + "/audio"
                    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                        #expect(truncate("\(folder)/\(name)", 1 << 16) == 0)
                    }
                    body += try await conversation.read(.max)
                    #expect(body == playback.truth)
                }
            }
        }
    }

    @Test("59: a listener who leaves does not disturb the others", arguments: Wire.allCases)
    func oneLeaves(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            playback.service.faults.add(Fault(.slowBody(bytesPerSecond: 10 * Int64(Self.slice)), on: .audio))
            try await playback.converse { staying in
                try await staying.ask("GET", playback.url)
                _ = try await staying.head()
                try await playback.converse { leaving in
                    try await leaving.ask("GET", playback.url)
                    _ = try await leaving.head()
                    _ = try await leaving.read(100)
                }
                playback.service.gate.open()
                #expect(try await staying.read(.max) == playback.truth)
            }
            #expect(playback.service.audioBytesSent == SampleCompany.audioBytes)
        }
    }

    @Test(
        "61: a store that breaks off within the body is resumed from that byte",
        arguments: [Fault.Kind.resetAfter(bytes: 100_000), .shortBody(missingBytes: 1), .resetAfter(bytes: 1)],
        Wire.allCases
    )
    func resumed(kind: Fault.Kind, wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            playback.service.faults.add(Fault(kind, times: 1))
            try await playback.expectWhole()
            #expect(playback.service.counts.count(.audio) == 2)
        }
    }

    @Test("61: a store that keeps breaking off is left for the second host", arguments: Wire.allCases)
    func secondHost(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            playback.service.faults.add(Fault(.resetAfter(bytes: 70_000), region: "uk1", times: 1))
            playback.service.faults.add(Fault(.resetAfter(bytes: 0), region: "uk1", on: .audio))
            try await playback.expectWhole()
            #expect(playback.service.counts.count(.audio, region: "uk2") == 1)
        }
    }

    @Test("61: a presigned URL that expired within the body is replaced", arguments: Wire.allCases)
    func expiredWithinBody(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            playback.service.faults.add(Fault(.resetAfter(bytes: 70_000), times: 1))
            playback.service.faults.add(Fault(.earlyExpiry, times: 1))
            let details = playback.service.counts.count(.recording)
            try await playback.expectWhole()
            #expect(playback.service.counts.count(.recording) >= details)
        }
    }

    @Test("a recording that changed at the provider between two seeks is never mixed", arguments: Wire.allCases)
    func changed(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
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

    @Test("76: a listener who leaves stops the fetch that nobody shares", arguments: Wire.allCases)
    func leaving(wire: Wire) async throws {
        let sizeBytes: Int64 = 32 << 20
        try await Self.run(over: wire, sizeBytes: sizeBytes) { playback in
            try await playback.converse { conversation in
                try await conversation.ask("GET", playback.url)
                _ = try await conversation.head()
                _ = try await conversation.read(Self.slice)
            }
            try await until(try await playback.service.client.cacheTotals) { $0.flights == 0 && $0.readers == 0 }
            #expect(playback.service.audioBytesSent < sizeBytes)
        }
    }

    @Test("75: after a cut, a later range goes on", arguments: Wire.allCases)
    func resumesAfterCut(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            try await playback.converse { conversation in
                try await conversation.ask("GET", playback.url)
                _ = try await conversation.head()
                _ = try await conversation.read(1_000)
            }
            try await playback.expect("bytes=1000-", is: 1_000..<200_000, headers: [("If-Range", playback.tag)])
        }
    }

    @Test(
        "requests that come together are answered, in order where they must be, whatever the cache has",
        arguments: Situation.all
    )
    func pipelined(situation: Situation) async throws {
        try await Playback.run(situation, sizeBytes: SampleCompany.audioBytes) { playback in
            let ranges = [0..<2, 150_000..<150_100, 65_536..<131_072, 10..<20]
            try await playback.converse { conversation in
                func ask(_ range: Range<Int>) async throws {
                    let text = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
                    try await conversation.ask("GET", playback.url, headers: [("Range", text)])
                }
                try await ask(ranges[0])
                try await conversation.ask("GET", "/healthz")
                try await conversation.ask("HEAD", playback.url)
                for range in ranges[1...] { try await ask(range) }
                let first = try await conversation.answer()
                #expect(first.bytes.elementsEqual(playback.truth[ranges[0]]))
                let health = try await conversation.answer()
                #expect(health.text.contains("ok"))
                let head = try await conversation.answer()
                #expect(head["Content-Length"] == "\(playback.sizeBytes)")
                for range in ranges[1...] {
                    let answer = try await conversation.answer()
                    #expect(answer.status == 206)
                    #expect(answer.bytes.elementsEqual(playback.truth[range]))
                }
            }
        }
    }

    @Test("half a request, sent slowly, is answered once it is whole", arguments: [Wire.plain, .secure])
    func halfARequest(wire: Wire) async throws {
        try await Playback.run(.warm, over: wire, sizeBytes: SampleCompany.audioBytes) { playback in
            let port = playback.service.client.port
            try await RawConnection.open(port: port, offers: wire.offers) { connection in
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
