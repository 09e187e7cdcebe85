import Foundation
import Recordings
import Registry
import Service
import Testing
import Transport

/// Which audio URLs are good, for whom and until when.
@Suite("Access to audio")
struct AudioAccessTests {
    /// An audio URL that must be refused without a byte of audio.
    private func expectRefusal(
        _ url: String,
        code: String,
        status: Int = 403,
        of service: ServiceUnderTest,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for range in [nil, "bytes=0-1"] {
            let answer = try await service.client.send("GET", url, headers: range.map { [("Range", $0)] } ?? [])
            #expect(answer.status == status, sourceLocation: sourceLocation)
            #expect(answer["Cache-Control"] == "no-store", sourceLocation: sourceLocation)
            #expect(answer["Content-Range"] == nil, sourceLocation: sourceLocation)
            #expect(answer["ETag"] == nil, sourceLocation: sourceLocation)
            let problem = try answer.problem
            #expect(problem.code == code, sourceLocation: sourceLocation)
        }
        let head = try await service.client.send("HEAD", url)
        #expect(head.status == status, sourceLocation: sourceLocation)
        #expect(head.bytes.isEmpty, sourceLocation: sourceLocation)
    }

    @Test("72: a signed URL works without an Authorization header", arguments: Situation.all)
    func signed(situation: Situation) async throws {
        try await Playback.run(situation, sizeBytes: SampleCompany.audioBytes) { try await $0.expectWhole() }
    }

    @Test("69: a URL of which anything was changed is refused, cold and warm", arguments: Situation.coldAndWarm)
    func tampered(situation: Situation) async throws {
        try await Playback.run(situation, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            let url = playback.url
            let expiry = try #require(url.firstMatch(of: /exp=(\d+)/)?.1)
            let signature = try #require(url.firstMatch(of: /sig=(.+)$/)?.1)
            let swapped = String(signature.reversed())
            for changed in [
                url.replacing("user=supervisor", with: "user=visitor"),
                url.replacing("user=supervisor", with: "user=Supervisor"),
                url.replacing("exp=\(expiry)", with: "exp=\((Int(expiry) ?? 0) + 1)"),
                url.replacing("exp=\(expiry)", with: "exp=9999999999"),
                url.replacing("exp=\(expiry)", with: "exp=soon"),
                url.replacing("/041?", with: "/042?"),
                url.replacing(SampleCompany.office, with: SampleCompany.leeds),
                url.replacing("kid=", with: "kid=0"),
                url.replacing(signature, with: swapped),
                url.replacing(signature, with: signature.dropLast()),
                url.replacing(signature, with: ""),
                url.replacing("user=supervisor&", with: ""),
                url.replacing("exp=\(expiry)&", with: ""),
                url + "A",
                url + "=",
            ] {
                #expect(changed != url)
                try await expectRefusal(changed, code: "signatureInvalid", of: service)
            }
            try await playback.expect("bytes=0-1", is: 0..<2)
        }
    }

    @Test("69: a URL that another service signed is refused", arguments: Wire.allCases)
    func foreign(wire: Wire) async throws {
        try await Playback.run(over: wire, sizeBytes: SampleCompany.audioBytes) { playback in
            try await Playback.run(sizeBytes: SampleCompany.audioBytes) { other in
                let answer = try await playback.service.client.send("GET", other.url)
                #expect(answer.status == 403)
                #expect(try answer.problem.code == "signatureInvalid")
            }
        }
    }

    @Test("69: an expired URL that nobody used is refused", arguments: Situation.coldAndWarm)
    func expired(situation: Situation) async throws {
        try await Playback.run(situation, sizeBytes: SampleCompany.audioBytes) { playback in
            playback.service.clock.advance(seconds: 1)
            let unused = try await playback.service.audioURL()
            playback.service.clock.advance(seconds: 901)
            try await expectRefusal(unused, code: "urlExpired", of: playback.service)
        }
    }

    @Test("68: a URL that expires during playback still seeks in its grace time", arguments: Situation.all)
    func grace(situation: Situation) async throws {
        try await Playback.run(situation, sizeBytes: SampleCompany.audioBytes) { playback in
            try await playback.expect("bytes=0-1", is: 0..<2)
            playback.service.clock.advance(seconds: 901)
            try await playback.expect("bytes=150000-", is: 150_000..<200_000)
            playback.service.clock.advance(seconds: 21_500)
            try await playback.expect("bytes=5-9", is: 5..<10)
            playback.service.clock.advance(seconds: 200)
            try await expectRefusal(playback.url, code: "urlExpired", of: playback.service)
        }
    }

    @Test("a refused request does not begin a playback's grace time")
    func noGraceWithoutRight() async throws {
        try await Playback.run(sizeBytes: SampleCompany.audioBytes) { playback in
            try playback.service.assign(nil)
            try await expectRefusal(playback.url, code: "playbackNotPermitted", of: playback.service)
            playback.service.clock.advance(seconds: 901)
            try playback.service.assign(SampleCompany.office)
            try await expectRefusal(playback.url, code: "urlExpired", of: playback.service)
        }
    }

    @Test("an assignment that is taken away refuses the next request, warm and cold", arguments: Situation.all)
    func assignmentRemoved(situation: Situation) async throws {
        try await Playback.run(situation, sizeBytes: SampleCompany.audioBytes) { playback in
            try await playback.expect("bytes=0-1", is: 0..<2)
            try playback.service.assign(nil)
            try await expectRefusal(playback.url, code: "playbackNotPermitted", of: playback.service)
            try playback.service.assign(SampleCompany.office)
            try await playback.expect("bytes=0-1", is: 0..<2)
        }
    }

    @Test("another assignment refuses the entry that was assigned before")
    func otherAssignment() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            try playback.service.assign(SampleCompany.leeds)
            try await expectRefusal(playback.url, code: "playbackNotPermitted", of: playback.service)
        }
    }

    @Test(
        "an admin token hears without a signature; an entry or recording that is not there is 404",
        arguments: Fill.allCases
    )
    func admin(fill: Fill) async throws {
        try await Playback.run(fill, sizeBytes: SampleCompany.audioBytes) { playback in
            let client = playback.service.client
            let path = String(playback.url.prefix { $0 != "?" })
            #expect(try await client.asAdmin("GET", path).bytes == playback.truth)
            let unknownEntry = try await client.asAdmin("GET", "/v1/audio/none:1:2:3/041")
            #expect(unknownEntry.status == 404)
            #expect(try unknownEntry.problem.code == "entryUnknown")
            #expect(try await client.asAdmin("GET", "/v1/audio/\(SampleCompany.office)/0999").status == 404)
            #expect(try await client.asAdmin("GET", "/v1/audio/\(SampleCompany.office)/..%2F041").status == 404)
        }
    }

    @Test("a bad signature is refused even with an admin token beside it")
    func badSignatureWithToken() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let answer = try await playback.service.client.asAdmin("GET", playback.url + "A")
            #expect(answer.status == 403)
        }
    }

    @Test("a purge goes by recording, entry, Telephony Server or user, and removes nothing else")
    func purgeSelection() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let client = playback.service.client
            for criterion in [
                "recording=0999", "entry=\(SampleCompany.leeds)", "telSysID=2", "user=visitor", "user=team%20lead",
                "recording=041&user=visitor",
            ] {
                let answer = try await client.asAdmin("DELETE", "/v1/cache?\(criterion)")
                #expect(answer.text == #"{"purged":0}"#, "\(criterion)")
            }
            for criterion in [
                "recording=041", "entry=\(SampleCompany.office)", "telSysID=1", "user=supervisor", "all=true",
            ] {
                try await playback.expectWhole()
                let answer = try await client.asAdmin("DELETE", "/v1/cache?\(criterion)")
                #expect(answer.text == #"{"purged":1}"#, "\(criterion)")
            }
        }
    }

    @Test(
        "a purge that names nothing, or nonsense, is refused",
        arguments: ["", "?all=false", "?telSysID=x", "?user=nobody", "?colour=red"]
    )
    func badPurge(query: String) async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let answer = try await playback.service.client.asAdmin("DELETE", "/v1/cache\(query)")
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "badQuery")
            let before = playback.service.counts
            try await playback.expectWhole()
            #expect(playback.service.counts == before)
        }
    }
}
