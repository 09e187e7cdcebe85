import DubberSimulator
import Foundation
import Testing

/// The numbered cases of what a perfect audio URL answers, each on a cold, a partly filled and a full cache, by HTTP/1.1 without and with TLS and by HTTP/2.
@Suite("A perfect audio URL", .sharedService)
struct RangeConformanceTests {
    @Test("1: GET gives the whole with its length, tag and date", arguments: Situation.all)
    func whole(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let answer = try await playback.expectWhole()
            #expect(answer["Last-Modified"]?.hasSuffix(" GMT") == true)
            #expect(answer["Content-Range"] == nil)
        }
    }

    @Test("2: HEAD gives the same headers and no body", arguments: Situation.all)
    func head(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let head = try await playback.get(method: "HEAD")
            let whole = try await playback.expectWhole()
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            for name in ["Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges", "Cache-Control"] {
                #expect(head.steady(name) == whole.steady(name), "\(name)")
                #expect(head[name] != nil, "\(name)")
            }
        }
    }

    @Test("2: no byte follows the head of a HEAD answer on the wire", arguments: Situation.all)
    func headOnTheWire(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            try await playback.converse { conversation in
                try await conversation.ask("HEAD", playback.url)
                let head = try await conversation.answer()
                #expect(head["Content-Length"] == "\(playback.sizeBytes)")
                #expect(head.bytes.isEmpty)
                try await conversation.ask("GET", playback.url, headers: [("Range", "bytes=5-9")])
                let next = try await conversation.answer()
                #expect(next.status == 206)
                #expect(next.bytes == Array(playback.truth[5...9]))
            }
        }
    }

    @Test("3: HEAD ignores Range", arguments: Situation.all)
    func headWithRange(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let head = try await playback.get("bytes=0-1", method: "HEAD")
            #expect(head.status == 200)
            #expect(head["Content-Length"] == "\(playback.sizeBytes)")
            #expect(head["Content-Range"] == nil)
        }
    }

    @Test(
        "4: the type is the audio's own, and may not be sniffed",
        arguments: Situation.all,
        [("delivery.wav", "audio/wav"), ("greeting.mp3", "audio/mpeg")]
    )
    func type(situation: Situation, example: (String, String)) async throws {
        let (file, type) = example
        var setup = Setup(first: [SampleCompany.recording(audio: .example(file))])
        setup.wire = situation.wire
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            if situation.fill == .partly {
                _ = try await service.client.send("GET", url, headers: [("Range", "bytes=0-9")])
            }
            if situation.fill == .warm { _ = try await service.client.send("GET", url) }
            let answer = try await service.client.send("GET", url)
            #expect(answer["Content-Type"] == type)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test("5: never encoded, whatever Accept-Encoding asks", arguments: Situation.all)
    func encoding(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            let headers = [(name: "Accept-Encoding", value: "gzip, br;q=1, identity;q=0")]
            try await playback.expectWhole(headers: headers)
            try await playback.expect("bytes=0-99", is: 0..<100, headers: headers)
        }
    }

    @Test("6: inline, and with download=1 an attachment with both names", arguments: Situation.all)
    func disposition(situation: Situation) async throws {
        try await Playback.run(situation) { playback in
            #expect(try await playback.get()["Content-Disposition"] == "inline")
            let download = try await playback.service.client.send("GET", playback.url + "&download=1")
            let name = "recording-\(playback.recordingID).mp3"
            #expect(
                download["Content-Disposition"]
                    == "attachment; filename=\"\(name)\"; filename*=UTF-8''\(name)"
            )
            #expect(download.bytes == playback.truth)
        }
    }

    @Test("7: another method is refused with Allow", arguments: ["POST", "PUT", "DELETE", "PATCH"], Wire.allCases)
    func otherMethods(method: String, wire: Wire) async throws {
        try await Playback.run(over: wire) { playback in
            let answer = try await playback.get(method: method)
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
            #expect(try answer.problem.code == "methodNotAllowed")
        }
    }

    @Test("7: OPTIONS is answered without a body", arguments: Wire.allCases)
    func options(wire: Wire) async throws {
        try await Playback.run(over: wire) { playback in
            let answer = try await playback.get(method: "OPTIONS")
            #expect(answer.status == 204)
            #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
            #expect(answer.bytes.isEmpty)
        }
    }
}
