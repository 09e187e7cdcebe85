import DubberSimulator
import Foundation
import Testing
import Transport

/// Metrics and the live page tell of the same things, which are counted once.
@Suite("Counting", .timeLimit(.minutes(5)))
struct CountingTests {
    /// One line of the metrics.
    private struct Series {
        let name: Substring
        let labels: Substring
        let value: Int
    }

    /// The sum of the metric's series that have all of these labels.
    private func sum(_ name: String, _ labels: [String] = [], in series: [Series]) -> Int {
        series.filter { series in series.name == name && labels.allSatisfy { series.labels.contains($0) } }
            .reduce(0) { $0 + $1.value }
    }

    private func metrics(of service: ServiceUnderTest) async throws -> [Series] {
        try await service.client.asAdmin("GET", "/metrics").text.split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#"), let space = line.lastIndex(of: " "),
                let value = Double(line[line.index(after: space)...])
            else { return nil }
            let series = line[..<space]
            return Series(
                name: series.prefix { $0 != "{" },
                labels: series.drop { $0 != "{" },
                value: Int(value)
            )
        }
    }

    /// The live answer, with a sample of everything up to now.
    private func live(of service: ServiceUnderTest) async throws -> LiveDocument {
        try await service.client.document("/v1/debug/live")
    }

    @Test("What is played by either way is told alike by metrics and the live page, and what is not played by neither")
    func bothWays() async throws {
        try await Playback.run(.cold, sizeBytes: 3 * SampleCompany.audioBytes) { playback in
            let service = playback.service
            let start = try await live(of: service)
            var (answers, bytes) = (0, 0)
            // One short range again and again, and the whole, which is long: the route has the first, the event loop what it has seen.
            for range in ["bytes=0-999", "bytes=450000-499999", nil, "bytes=0-999", "bytes=0-999", "bytes=0-999", nil] {
                bytes += try await playback.get(range).bytes.count
                answers += 1
                // Answered behind it: until then the route may not have ended its answer, though every byte has come.
                _ = try await service.client.send("GET", "/healthz")
            }
            let path = String(playback.url.prefix { $0 != "?" })
            bytes += try await service.client.asAdmin("GET", path).bytes.count
            answers += 1
            _ = try await service.client.send("GET", "/healthz")
            for method in ["HEAD", "GET"] {
                let tag = method == "GET" ? [("If-None-Match", playback.tag)] : []
                for url in [playback.url, playback.url + "&any=1"] {
                    _ = try await service.client.send(method, url, headers: tag)
                }
            }
            _ = try await playback.get("bytes=\(playback.sizeBytes)-")
            service.clock.advance(seconds: Double(start.sampleSeconds) + 1)

            let (live, series) = (try await live(of: service), try await metrics(of: service))
            let name = "resolver_audio_answers_total"
            let byFill = ["hit", "partial", "miss"].map { sum(name, ["cache=\"\($0)\""], in: series) }
            #expect(byFill == [live.cache.hits, live.cache.partials, live.cache.misses])
            #expect(byFill.allSatisfy { $0 > 0 } && byFill.reduce(0, +) == answers)
            let samples = live.samples.map { $0.hits + $0.partials + $0.misses }
            #expect(samples.reduce(0, +) == answers)
            let byWay = ["eventLoop", "route"].map { sum(name, ["way=\"\($0)\""], in: series) }
            #expect(byWay.allSatisfy { $0 > 0 } && byWay.reduce(0, +) == answers)
            #expect(sum("resolver_audio_sent_bytes_total", in: series) == bytes)
            #expect(sum("resolver_audio_sent_bytes_total", ["way=\"eventLoop\""], in: series) > 1000)
            // The user, and the administrator who needs no signature.
            #expect(live.listeners == 2)
            #expect(sum("resolver_listeners", in: series) == live.listeners)
        }
    }

    @Test("What was refused or broke off is told alike by metrics and the live page, once each")
    func failures() async throws {
        try await Playback.run(.cold, sizeBytes: 20 * SampleCompany.audioBytes) { playback in
            let service = playback.service
            let start = try await live(of: service)
            _ = try await service.client.send("GET", playback.url + "0")
            _ = try await service.client.send("HEAD", playback.url + "0")
            // Not of audio.
            _ = try await service.client.send("GET", "/v1/debug/live")
            service.faults.add(Fault(.resetAfter(bytes: SampleCompany.audioBytes), on: .audio))
            let response = try await service.client.open("GET", playback.url)
            service.faults.add(Fault(.down))
            await #expect(throws: (any Error).self) { try await response.body.collect(upTo: .max) }
            service.clock.advance(seconds: Double(start.sampleSeconds) + 1)

            let (live, series) = (try await live(of: service), try await metrics(of: service))
            let audio = series.filter { $0.name == "resolver_audio_failures_total" }
            let told = Dictionary(uniqueKeysWithValues: live.errors.map { ("{code=\"\($0.code)\"}", $0.count) })
            #expect(told["{code=\"signatureInvalid\"}"] == 2)
            #expect(told.count == 3, "\(told)")
            #expect(audio.count == 2 && audio.allSatisfy { told[String($0.labels)] == $0.value }, "\(audio) \(told)")
        }
    }

    @Test("An answer of the event loop that breaks off counts with the bytes that went, and as a failure")
    func brokenOffOnLoop() async throws {
        try await Playback.run(.warm, sizeBytes: 100 * SampleCompany.audioBytes) { playback in
            let service = playback.service
            let start = try await live(of: service)
            let before = try await metrics(of: service)
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.readHead()
                // The socket is full of what came first; the rest can be had from neither disk nor provider.
                service.faults.add(Fault(.down))
                let folder = service.folder.path + "/audio"
                for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                    #expect(truncate("\(folder)/\(name)", 1 << 16) == 0)
                }
                let count = try await connection.read(playback.sizeBytes).count
                #expect(count < playback.sizeBytes)
            }
            service.clock.advance(seconds: Double(start.sampleSeconds) + 1)
            let (live, series) = (try await live(of: service), try await metrics(of: service))
            let loop = "way=\"eventLoop\""
            let (answers, bytes) = ("resolver_audio_answers_total", "resolver_audio_sent_bytes_total")
            #expect(sum(answers, [loop], in: series) == sum(answers, [loop], in: before) + 1)
            let sentBytes = sum(bytes, [loop], in: series) - sum(bytes, [loop], in: before)
            #expect((1..<playback.sizeBytes).contains(sentBytes), "\(sentBytes)")
            #expect(sum("resolver_audio_failures_total", in: series) == 1)
            #expect(live.errors.map(\.count) == [1])
            #expect(sum("resolver_audio_failures_total", ["\"\(live.errors[0].code)\""], in: series) == 1)
        }
    }
}
