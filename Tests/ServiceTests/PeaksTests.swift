import DubberSimulator
import Foundation
import PlaybackAudit
import Service
import TestSupport
import Testing
import Transport
import Waveform

/// What it takes to draw a recording's waveform, as a page asks for it.
@Suite("Peaks")
struct PeaksTests {
    /// Runs a service with one recording, and the address of its peaks.
    private func run(
        _ audio: SimulatedAudio = .example("delivery-stereo.wav"),
        configure: @escaping @Sendable (inout ServiceConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (ServiceUnderTest, String) async throws -> Void
    ) async throws {
        let setup = Setup(first: [SampleCompany.recording(audio: audio)], configure: configure)
        try await ServiceUnderTest.run(setup) { service in
            try await body(service, try await Self.address(service))
        }
    }

    private static func address(_ service: ServiceUnderTest, for row: SampleRow = SampleRow()) async throws -> String {
        try await service.audioURL(for: row).replacing("?", with: "/peaks?", maxReplacements: 1)
    }

    private func example(_ file: String) throws -> ExampleRecording {
        try #require(try ExampleRecordings()[file: file])
    }

    @Test("a cold recording is fetched once and decoded once, however often its peaks are asked for")
    func coldAndWarm() async throws {
        let example = try example("delivery-stereo.wav")
        try await run { service, url in
            let cold = try await service.client.send("GET", url)
            #expect(cold.status == 200)
            #expect(cold["Content-Type"] == "application/json")
            #expect(cold["Content-Length"] == "\(cold.bytes.count)")
            #expect(cold["Cache-Control"]?.hasPrefix("private") == true)
            #expect(cold["Vary"] == "Origin")
            #expect(cold["ETag"] != nil)
            #expect(cold.bytes.count < 20_000)
            let document: PeaksDocument = try cold.decoded()
            #expect(document.recordingID == "041")
            #expect(document.durationSeconds == example.durationSeconds)
            #expect(document.durationMilliseconds == example.durationSeconds * 1_000)
            #expect(document.sampleRateHz == 8_000)
            #expect(document.peakCount == 1_000)
            #expect(document.samplesPerPeak == Double(example.durationSeconds) * 8)
            #expect(document.channels.map(\.name) == ["left", "right"])
            for channel in document.channels {
                #expect(channel.peaks.count == 2_000)
                #expect(channel.peaks.allSatisfy { (-127...127).contains($0) })
                #expect(channel.extent.lowerBound < -40 && channel.extent.upperBound > 40)
            }
            #expect(service.audioBytesSent == Int64(example.data.count))
            #expect(service.counts.count(.audio) == 1)
            let counts = service.counts
            #expect(try await service.client.send("GET", url).bytes == cold.bytes)
            #expect(try await service.client.send("GET", url + "&count=50").status == 200)
            #expect(service.counts == counts)
            #expect(try await service.client.cacheTotals.waveformDecodings == 1)
        }
    }

    @Test("each leg of a stereo recording has its own amplitude, and a mono one a single channel", arguments: [1, 2])
    func amplitudes(channelCount: Int) async throws {
        let amplitudes = Array([0.5, 0.25].prefix(channelCount))
        let folder = try DataFolder()
        try folder.write(SineWAV.data(amplitudes: amplitudes, frames: 20_010), to: "sine.wav")
        try await run(.file(folder.path + "/sine.wav")) { service, url in
            let document: PeaksDocument = try await service.client.send("GET", url + "&count=100").decoded()
            #expect(document.channels.map(\.name) == (channelCount == 1 ? ["mono"] : ["left", "right"]))
            #expect(document.durationMilliseconds == 2_501)
            #expect(document.durationSeconds == 3)
            for (channel, amplitude) in zip(document.channels, amplitudes) {
                #expect(channel.peaks.count == 200)
                let highest = Int((amplitude * 127).rounded())
                for index in stride(from: 0, to: 200, by: 2) {
                    #expect(abs(channel.peaks[index] + highest) <= 1)
                    #expect(abs(channel.peaks[index + 1] - highest) <= 1)
                }
            }
        }
    }

    @Test("what was played is not fetched for its peaks, nor what was drawn for playing")
    func sharedWithPlaying() async throws {
        try await run(.example("garage-booking-stereo.mp3")) { service, url in
            let audioURL = url.replacing("/peaks?", with: "?")
            let part = try await service.client.send("GET", audioURL, headers: [("Range", "bytes=0-70000")])
            #expect(part.status == 206)
            #expect(try await service.client.send("GET", url).status == 200)
            let example = try example("garage-booking-stereo.mp3")
            #expect(service.audioBytesSent == Int64(example.data.count))
            let counts = service.counts
            #expect(try await service.client.send("GET", audioURL).bytes == Array(example.data))
            #expect(service.counts == counts)
        }
    }

    @Test("20 requests at once share one fetch and one decoding")
    func simultaneous() async throws {
        try await run { service, url in
            service.faults.add(Fault(.slowBody(bytesPerSecond: 655_360), on: .audio))
            try await withThrowingTaskGroup(of: ServiceClient.Answer.self) { requests in
                for _ in 0..<20 {
                    requests.addTask { try await service.client.send("GET", url) }
                }
                try await until(try await service.client.cacheTotals.waveformDecodings) { $0 > 0 }
                service.gate.open()
                var bodies: Set<[UInt8]> = []
                for try await answer in requests {
                    #expect(answer.status == 200)
                    bodies.insert(answer.bytes)
                }
                #expect(bodies.count == 1)
            }
            #expect(service.counts.count(.audio) == 1)
            #expect(try await service.client.cacheTotals.waveformDecodings == 1)
        }
    }

    @Test("a purge removes the peaks with the audio")
    func purge() async throws {
        try await run { service, url in
            let first = try await service.client.send("GET", url)
            #expect(try await service.client.asAdmin("DELETE", "/v1/cache?recording=041").text == #"{"purged":1}"#)
            let second = try await service.client.send("GET", url)
            #expect(second.bytes == first.bytes)
            #expect(service.counts.count(.audio) == 2)
            #expect(try await service.client.cacheTotals.waveformDecodings == 2)
        }
    }

    @Test("a purge while the audio is fetched ends who waits for its peaks")
    func purgeOnTheWay() async throws {
        try await run { service, url in
            service.faults.add(Fault(.slowBody(bytesPerSecond: 655_360), on: .audio))
            async let waiting = service.client.send("GET", url)
            try await until(try await service.client.cacheTotals.waveformDecodings) { $0 > 0 }
            _ = try await service.client.asAdmin("DELETE", "/v1/cache?all=true")
            let answer = try await waiting
            #expect(answer.status == 410)
            #expect(try answer.problem.code == "recordingPurged")
        }
    }

    @Test("after a restart peaks are neither fetched nor decoded anew")
    func restart() async throws {
        let setup = Setup(first: [SampleCompany.recording(audio: .example("order-enquiry.mp3"))])
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let body = Mutexed<[UInt8]>([])
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                body.value = try await service.client.send("GET", try await Self.address(service)).bytes
            }
            let sent = provider.simulator.counters.snapshot.audioBytesSent
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let url = try await Self.address(service)
                #expect(try await service.client.send("GET", url).bytes == body.value)
                #expect(try await service.client.cacheTotals.waveformDecodings == 0)
            }
            #expect(provider.simulator.counters.snapshot.audioBytesSent == sent)
        }
    }

    @Test("who may not hear a recording is not shown it either")
    func access() async throws {
        try await run { service, url in
            let client = service.client
            let path = String(url.prefix { $0 != "?" })
            func code(_ answer: ServiceClient.Answer, _ status: Int) throws -> String {
                #expect(answer.status == status)
                #expect(answer["Cache-Control"] == "no-store")
                #expect(answer["ETag"] == nil)
                return try answer.problem.code
            }
            #expect(try code(try await client.send("GET", url + "A"), 403) == "signatureInvalid")
            let foreign = url.replacing("/041/", with: "/042/")
            #expect(try code(try await client.send("GET", foreign), 403) == "signatureInvalid")
            #expect(try code(try await client.send("GET", path), 401) == "unauthenticated")
            let reports = try await client.send("GET", path, token: ServiceUnderTest.reportToken)
            #expect(try code(reports, 403) == "roleNotSufficient")
            #expect(service.counts.count(.audio) == 0)
            #expect(try await client.asAdmin("GET", path).status == 200)
            let unknown = try await client.asAdmin("GET", path.replacing("/041/", with: "/0999/"))
            #expect(try code(unknown, 404) == "notFound")
            #expect(try await client.send("GET", url).status == 200)
            try service.assign(nil)
            #expect(try code(try await client.send("GET", url), 403) == "playbackNotPermitted")
            try service.assign(SampleCompany.office)
            service.clock.advance(seconds: 50_000)
            #expect(try code(try await client.send("GET", url), 403) == "urlExpired")
        }
    }

    @Test(
        "a count beyond the limits is refused",
        arguments: ["0", "49", "2001", "-5", "many", "", "99999999999999999999"]
    )
    func badCount(count: String) async throws {
        try await run { service, url in
            let answer = try await service.client.send("GET", url + "&count=\(count)")
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "badQuery")
            #expect(service.counts.count(.audio) == 0)
        }
    }

    @Test("conditions, HEAD, OPTIONS and other methods are answered as for the audio")
    func methods() async throws {
        try await run { service, url in
            let client = service.client
            let whole = try await client.send("GET", url)
            let tag = try #require(whole["ETag"])
            let fresh = try await client.send("GET", url, headers: [("If-None-Match", tag)])
            #expect(fresh.status == 304)
            #expect(fresh.bytes.isEmpty)
            #expect(fresh["ETag"] == tag)
            let fewer = try await client.send("GET", url + "&count=500", headers: [("If-None-Match", tag)])
            #expect(fewer.status == 200)
            #expect(fewer["ETag"] != tag)
            #expect(try await client.send("GET", url, headers: [("If-Match", "\"other\"")]).status == 412)
            let head = try await client.send("HEAD", url)
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(head["Content-Length"] == "\(whole.bytes.count)")
            #expect(head["ETag"] == tag)
            let audioTag = try await client.send("HEAD", url.replacing("/peaks?", with: "?"))["ETag"]
            #expect(audioTag != tag)
            let options = try await client.send("OPTIONS", url)
            #expect(options.status == 204)
            #expect(options["Allow"] == "GET, HEAD, OPTIONS")
            for method in ["POST", "PUT", "DELETE", "PATCH"] {
                let refused = try await client.send(method, url)
                #expect(refused.status == 405)
                #expect(refused["Allow"] == "GET, HEAD, OPTIONS")
                #expect(try refused.problem.code == "methodNotAllowed")
            }
        }
    }

    @Test("what cannot be drawn is told so, once found out without decoding again, and plays all the same")
    func notDrawable() async throws {
        let folder = try DataFolder()
        let ogg = Data("OggS".utf8) + Data(repeating: 0, count: 5_000)
        try folder.write(ogg, to: "call.mp3")
        try await run(.file(folder.path + "/call.mp3")) { service, url in
            for _ in 0..<2 {
                let answer = try await service.client.send("GET", url)
                #expect(answer.status == 422)
                let problem = try answer.problem
                #expect(problem.code == "audioNotDrawable")
                #expect(!problem.retryable)
                #expect(problem.detail.hasSuffix("cannot be drawn."))
            }
            #expect(try await service.client.cacheTotals.waveformDecodings == 1)
            #expect(try await service.client.send("GET", url.replacing("/peaks?", with: "?")).bytes == Array(ogg))
        }
    }

    @Test("a recording beyond the limits is refused, by its size before it is fetched")
    func limits() async throws {
        try await run(
            .generated(sizeBytes: 100_000_000, seed: 1),
            configure: { $0.waveforms.limits.maximumBytes = 1 << 20 }
        ) {
            service,
            url in
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 422)
            #expect(try answer.problem.code == "audioTooLargeToDraw")
            // What was on its way before the size was known.
            #expect(service.audioBytesSent < 50_000_000)
            #expect(try await service.client.cacheTotals.waveformDecodings == 0)
        }
        try await run(configure: { $0.waveforms.limits.maximumDurationSeconds = 5 }) { service, url in
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 422)
            #expect(try answer.problem.code == "audioTooLargeToDraw")
        }
    }

    @Test("beyond the decodings that may wait, a request is refused and may be tried again")
    func busy() async throws {
        let setup = Setup(
            first: [1, 2].map {
                SampleCompany.recording($0, minutesLater: Double($0), audio: .example("delivery-stereo.wav"))
            },
            configure: {
                $0.waveforms.maximumDecodings = 1
                $0.waveforms.maximumWaiting = 0
            }
        )
        try await ServiceUnderTest.run(setup) { service in
            let start = SampleCompany.callTime
            let urls = try await [
                Self.address(service, for: SampleRow(1, startTime: start.addingTimeInterval(60))),
                Self.address(service, for: SampleRow(2, startTime: start.addingTimeInterval(120))),
            ]
            service.faults.add(Fault(.slowBody(bytesPerSecond: 655_360), on: .audio))
            async let first = service.client.send("GET", urls[0])
            try await until(try await service.client.cacheTotals.waveformDecodings) { $0 > 0 }
            let refused = try await service.client.send("GET", urls[1])
            #expect(refused.status == 503)
            #expect(refused["Retry-After"] != nil)
            #expect(try refused.problem.code == "waveformsBusy")
            #expect(try refused.problem.retryable)
            service.gate.open()
            #expect(try await first.status == 200)
            #expect(try await service.client.send("GET", urls[1]).status == 200)
        }
    }

    @Test("when both hosts fail, the answer is the audio's own")
    func providerFails() async throws {
        try await run { service, url in
            service.faults.add(Fault(.wrongContentRange, on: .audio))
            let answer = try await service.client.send("GET", url)
            let audio = try await service.client.send("GET", url.replacing("/peaks?", with: "?"))
            #expect(answer.status == audio.status)
            #expect(answer.status >= 500)
            #expect(try answer.problem.code == audio.problem.code)
            service.faults.clear()
            // An address that was refused just now is not asked for again at once.
            service.clock.advance(seconds: 60)
            #expect(try await service.client.send("GET", url).status == 200)
        }
    }

    @Test("76: who leaves while the audio is fetched for its peaks stops the fetch; who shares it is not disturbed")
    func leaving() async throws {
        try await run { service, url in
            service.faults.add(Fault(.slowBody(bytesPerSecond: 655_360), on: .audio))
            for staying in [false, true] {
                async let other: ServiceClient.Answer? = staying ? service.client.send("GET", url) : nil
                try await RawConnection.open(port: service.client.port) { connection in
                    try await connection.write("GET \(url) HTTP/1.1\r\nHost: a\r\n\r\n")
                    let before = staying ? 1 : 0
                    try await until(try await service.client.cacheTotals.waveformDecodings) { $0 != before }
                }
                if staying { service.gate.open() }
                #expect(try await other?.status == (staying ? 200 : nil))
                try await until(try await service.client.cacheTotals) { $0.flights == 0 && $0.readers == 0 }
            }
        }
    }

    @Test("who waits for a turn gets one")
    func waitsItsTurn() async throws {
        let setup = Setup(
            first: (1...4).map {
                SampleCompany.recording($0, minutesLater: Double($0), audio: .example("delivery-stereo.wav"))
            },
            configure: { $0.waveforms.maximumDecodings = 1 }
        )
        try await ServiceUnderTest.run(setup) { service in
            try await withThrowingTaskGroup(of: Int.self) { requests in
                for number in 1...4 {
                    let startTime = SampleCompany.callTime.addingTimeInterval(Double(number) * 60)
                    let url = try await Self.address(service, for: SampleRow(number, startTime: startTime))
                    requests.addTask { try await service.client.send("GET", url).status }
                }
                for try await status in requests { #expect(status == 200) }
            }
            #expect(try await service.client.cacheTotals.waveformDecodings == 4)
        }
    }

    @Test("a fetch that breaks off is taken up again")
    func resumed() async throws {
        try await run { service, url in
            service.faults.add(Fault(.resetAfter(bytes: 100_000), times: 1))
            let answer = try await service.client.send("GET", url)
            #expect(answer.status == 200)
        }
    }

    @Test(
        "79: the duration that availability tells is the true length, of MP3 with a variable bit rate and no header too",
        arguments: ["delivery.mp3", "on-hold-stereo.mp3", "garage-booking.mp3", "long-call.mp3"]
    )
    func duration(file: String) async throws {
        let example = try example(file)
        var recording = SampleCompany.recording(audio: .example(file))
        recording.durationSeconds = example.durationSeconds
        try await ServiceUnderTest.run(Setup(first: [recording])) { [recording] service in
            let row = try #require(try await service.client.availability([SampleRow()]).first)
            let told = try #require(row.recordings.first?.durationSeconds)
            let peaks: PeaksDocument = try await service.client.send("GET", try await Self.address(service)).decoded()
            #expect(told == recording.durationSeconds)
            #expect(peaks.durationSeconds == told)
            #expect(abs(peaks.durationMilliseconds - told * 1_000) < 500)
        }
    }

    private struct Events: Decodable {
        struct Event: Decodable {
            let kind: String
            let outcome: String
            let user: String?
            let token: String?
            let recordingID: String?
            let requests: Int
            let sentBytes: Int
        }
        let events: [Event]
    }

    private func events(_ query: String, of service: ServiceUnderTest) async throws -> [Events.Event] {
        try await service.client.asAdmin("GET", "/v1/audit?\(query)").decoded(as: Events.self).events
    }

    @Test("whoever looks is in the audit, as looking, before there is anything to see")
    func looked() async throws {
        try await run { service, url in
            #expect(try await service.client.send("HEAD", url).status == 200)
            #expect(try await events("", of: service).isEmpty)
            let shown = try await service.client.send("GET", url)
            let looking = try #require(try await events("kind=looked", of: service).first)
            #expect(looking.user == "supervisor" && looking.recordingID == "041" && looking.outcome == "open")
            #expect(try await events("kind=playback", of: service).isEmpty)
            // Again, and that one's own are still right: the same looking.
            let tag = try #require(shown["ETag"])
            #expect(try await service.client.send("GET", url, headers: [("If-None-Match", tag)]).status == 304)
            service.clock.advance(seconds: 400)
            service.service.audit.sweep()
            let byToken = url.prefix { $0 != "?" } + "?count=50"
            #expect(try await service.client.asAdmin("GET", String(byToken)).status == 200)
            let all = try await events("kind=looked", of: service)
            #expect(all.map(\.outcome) == ["looked", "open"])
            #expect(all.map(\.requests) == [2, 0] && all.map(\.sentBytes) == [0, 0])
            #expect(all.last?.token == "admin")
            let metrics = try await service.client.asAdmin("GET", "/metrics").text
            #expect(metrics.contains("resolver_peaks_answers_total{entry=\"\(SampleCompany.office)\"} 3"))
            // A URL that is not right shows nothing, and is told of as any other.
            #expect(try await service.client.send("GET", url.replacing("exp=", with: "exp=1")).status == 403)
        }
    }

    @Test(
        "however short a recording is, a peak covers 20 ms or more, and other counts show nothing between",
        arguments: [40, 160, 2_000, 4_097, 16_000]
    )
    func short(frames: Int) async throws {
        let folder = try DataFolder()
        try folder.write(SineWAV.data(amplitudes: [0.5], frames: frames), to: "sine.wav")
        try await run(.file(folder.path + "/sine.wav")) { service, url in
            for count in [50, 51, 997, 2_000] {
                let document: PeaksDocument = try await service.client.send("GET", url + "&count=\(count)").decoded()
                #expect(document.peakCount == min(count, max(1, frames / 160)))
                #expect(document.samplesPerPeak >= min(160, Double(frames)))
                #expect(document.channels.first?.peaks.count == 2 * document.peakCount)
            }
        }
    }
}
