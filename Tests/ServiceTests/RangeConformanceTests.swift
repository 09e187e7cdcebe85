import DubberSimulator
import Foundation
import Testing

/// The numbered cases of what a perfect audio URL answers, each on a cold, a partly filled and a full cache.
@Suite("A perfect audio URL", .sharedService)
struct RangeConformanceTests {
    @Test("1: GET gives the whole with its length, tag and date", arguments: Fill.allCases)
    func whole(fill: Fill) async throws {
        try await Playback.run(fill) { playback in
            let answer = try await playback.expectWhole()
            #expect(answer["Last-Modified"]?.hasSuffix(" GMT") == true)
            #expect(answer["Content-Range"] == nil)
        }
    }

    @Test("2: HEAD gives the same headers and no body", arguments: Fill.allCases)
    func head(fill: Fill) async throws {
        try await Playback.run(fill) { playback in
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

    @Test("2: no byte follows the head of a HEAD answer on the wire", arguments: Fill.allCases)
    func headOnTheWire(fill: Fill) async throws {
        try await Playback.run(fill) { playback in
            try await RawConnection.open(port: playback.service.client.port) { connection in
                try await connection.write("HEAD \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                let head = try await connection.readAnswer(hasBody: false)
                #expect(head["Content-Length"] == "\(playback.sizeBytes)")
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\nRange: bytes=5-9\r\n\r\n")
                let next = try await connection.readAnswer()
                #expect(next.status == 206)
                #expect(next.body == Array(playback.truth[5...9]))
            }
        }
    }

    @Test("3: HEAD ignores Range", arguments: Fill.allCases)
    func headWithRange(fill: Fill) async throws {
        try await Playback.run(fill) { playback in
            let head = try await playback.get("bytes=0-1", method: "HEAD")
            #expect(head.status == 200)
            #expect(head["Content-Length"] == "\(playback.sizeBytes)")
            #expect(head["Content-Range"] == nil)
        }
    }

    @Test(
        "4: the type is the audio's own, and may not be sniffed",
        arguments: Fill.allCases,
        [("delivery.wav", "audio/wav"), ("greeting.mp3", "audio/mpeg")]
    )
    func type(fill: Fill, example: (String, String)) async throws {
        let (file, type) = example
        let setup = Setup(first: [SampleCompany.recording(audio: .example(file))])
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            if fill == .partly { _ = try await service.client.send("GET", url, headers: [("Range", "bytes=0-9")]) }
            if fill == .warm { _ = try await service.client.send("GET", url) }
            let answer = try await service.client.send("GET", url)
            #expect(answer["Content-Type"] == type)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test("5: never encoded, whatever Accept-Encoding asks", arguments: Fill.allCases)
    func encoding(fill: Fill) async throws {
        try await Playback.run(fill) { playback in
            let headers = [(name: "Accept-Encoding", value: "gzip, br;q=1, identity;q=0")]
            try await playback.expectWhole(headers: headers)
            try await playback.expect("bytes=0-99", is: 0..<100, headers: headers)
        }
    }

    @Test("6: inline, and with download=1 an attachment with both names", arguments: Fill.allCases)
    func disposition(fill: Fill) async throws {
        try await Playback.run(fill) { playback in
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

    @Test("7: another method is refused with Allow", arguments: ["POST", "PUT", "DELETE", "PATCH"])
    func otherMethods(method: String) async throws {
        try await Playback.run { playback in
            let answer = try await playback.get(method: method)
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
            #expect(try answer.problem.code == "methodNotAllowed")
        }
    }

    @Test("7: OPTIONS is answered without a body")
    func options() async throws {
        try await Playback.run { playback in
            let answer = try await playback.get(method: "OPTIONS")
            #expect(answer.status == 204)
            #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
            #expect(answer.bytes.isEmpty)
        }
    }
}
