import DubberSimulator
import TestSupport
import Testing

@Suite("Real recordings, as players ask for them", .timeLimit(.minutes(5)))
struct PlayersTests {
    /// Runs a service whose only recording is the example of this name.
    private func withExample(
        _ file: String,
        over wire: Wire,
        _ body: @Sendable (ServiceUnderTest, String, ExampleRecording) async throws -> Void
    ) async throws {
        let example = try #require(try ExampleRecordings()[file: file])
        var setup = Setup(first: [SampleCompany.recording(audio: .example(file))])
        setup.wire = wire
        try await ServiceUnderTest.run(setup) { service in
            try await body(service, try await service.audioURL(), example)
        }
    }

    private func get(
        _ range: String?,
        _ target: String,
        of service: ServiceUnderTest
    ) async throws -> ServiceClient.Answer {
        try await service.client.send("GET", target, headers: range.map { [("Range", $0)] } ?? [])
    }

    @Test(
        "78: MP3, PCM, µ-law and A-law recordings are given with their own type, byte for byte, by every engine's requests",
        arguments: [
            "delivery.mp3", "silence.mp3", "order-enquiry-stereo.mp3", "long-call.mp3", "delivery.wav",
            "delivery-stereo.wav", "voicemail-ulaw.wav", "voicemail-alaw.wav", "delivery-alaw-stereo.wav",
            "garage-booking-ulaw-stereo.wav",
        ],
        Wire.allCases
    )
    func formats(file: String, wire: Wire) async throws {
        try await withExample(file, over: wire) { service, target, example in
            let size = example.data.count
            // Safari's first two, a seek, the search for tags at the end, Chromium's and Firefox's whole; then all of it from the cache.
            let ranges = [0..<2, 0..<size, size / 2..<size, size - 128..<size, 44..<size / 3]
            for _ in 0..<2 {
                for range in ranges {
                    let answer = try await get("bytes=\(range.lowerBound)-\(range.upperBound - 1)", target, of: service)
                    #expect(answer.status == 206)
                    #expect(answer["Content-Type"] == example.contentType)
                    #expect(answer["Content-Range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)")
                    #expect(answer.bytes.elementsEqual(example.data[range]))
                }
                let whole = try await get(nil, target, of: service)
                #expect(whole.status == 200)
                #expect(whole["Content-Type"] == example.contentType)
                #expect(whole["Accept-Ranges"] == "bytes")
                #expect(whole.bytes.elementsEqual(example.data))
            }
            #expect(service.audioBytesSent == Int64(size))
        }
    }

    @Test(
        "77: the end of a recording is given at once while the whole, asked for first, is still on its way",
        arguments: Wire.allCases
    )
    func endDuringWhole(wire: Wire) async throws {
        try await withExample("long-call.mp3", over: wire) { service, target, example in
            let size = example.data.count
            service.faults.add(Fault(.slowBody(bytesPerSecond: 3 * Int64(Playback.sliceBytes)), on: .audio))
            try await service.client.converse { conversation in
                try await conversation.ask("GET", target)
                _ = try await conversation.head()
                let first = try await conversation.read(1_000)
                // The store gives no more of the whole until the gate is opened.
                let end = try await get("bytes=\(size - 128)-", target, of: service)
                #expect(end.status == 206)
                #expect(end.bytes.elementsEqual(example.data[(size - 128)...]))
                service.gate.open()
                let rest = try await conversation.read(.max)
                #expect((first + rest).elementsEqual(example.data))
            }
            #expect(service.audioBytesSent <= Int64(size + 2 * Playback.sliceBytes))
            let warm = try await get("bytes=\(size - 128)-", target, of: service)
            #expect(warm["Cache-Status"] == "playback-resolver; hit")
            #expect(warm.bytes.elementsEqual(example.data[(size - 128)...]))
        }
    }
}
