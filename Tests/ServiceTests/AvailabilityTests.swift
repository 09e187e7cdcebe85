import DubberSimulator
import Foundation
import Service
import Testing

/// What `POST /v1/availability` says of rows, over a real provider.
@Suite("Availability")
struct AvailabilityTests {
    @Test("a recorded call is available, with all that a page needs to play it")
    func available() async throws {
        try await ServiceUnderTest.run { service in
            let row = try #require(try await service.client.availability([SampleRow()]).first)
            #expect(row.segmentID == "S-1")
            #expect(row.state == "available")
            #expect(row.reason == "matchedExternalCallID")
            #expect(row.entry?.callRecIntGUID == SampleCompany.office)
            #expect(row.entry?.description == "Head office Dubber")
            let recording = try #require(row.recordings.first)
            #expect(row.recordings.count == 1)
            #expect(recording.recordingID == "041")
            #expect(recording.matchedBy == "externalCallID")
            #expect(recording.durationSeconds == 30)
            #expect(recording.channel == "Pat Example")
            #expect(recording.startTime == SampleCompany.callTime.formatted(.iso8601))
            #expect(recording.audioURL.hasPrefix("/v1/audio/\(SampleCompany.office)/041?user=supervisor&exp="))
            #expect(recording.contentType == nil)
            #expect(recording.sizeBytes == nil)
        }
    }

    @Test("type and size are told once the recording was played")
    func knownAfterPlay() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let row = try await playback.service.client.availability([SampleRow()]).first
            #expect(row?.recordings.first?.contentType == "audio/mpeg")
            #expect(row?.recordings.first?.sizeBytes == SampleCompany.audioBytes)
        }
    }

    @Test("audio URLs begin with the configured public address")
    func publicBaseURL() async throws {
        let setup = Setup(configure: { $0.publicBaseURL = "https://calls.example.com" })
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            #expect(url.hasPrefix("https://calls.example.com/v1/audio/"))
        }
    }

    @Test("across a demonstration simulator the demonstration entry is asked instead of the assigned one")
    func demonstration() async throws {
        try await ServiceUnderTest.run { service in
            let row = SampleRow(900, telSysID: SampleCompany.demonstrationSimulator)
            let result = try #require(try await service.client.availability([row]).first)
            #expect(result.state == "available")
            #expect(result.entry?.callRecIntGUID == SampleCompany.demonstration)
            #expect(service.counts.requests.keys.sorted() == ["demo"])
            let url = try #require(result.recordings.first?.audioURL)
            let example = try #require(ExampleRecordings()[file: "greeting.mp3"])
            #expect(try await service.client.send("GET", url).bytes == Array(example.data))
        }
    }

    @Test(
        "a user without an assignment is notAssigned, and no provider is ever contacted",
        arguments: [SampleCompany.headOffice, SampleCompany.contactCentre, SampleCompany.demonstrationSimulator]
    )
    func notAssigned(telSysID: Int) async throws {
        try await ServiceUnderTest.run { service in
            let rows = [SampleRow(1, telSysID: telSysID), SampleRow(900, telSysID: telSysID)]
            let results = try await service.client.availability(rows, user: "visitor")
            #expect(results.map(\.state) == ["notAssigned", "notAssigned"])
            #expect(results.allSatisfy { $0.reason == "notAssigned" && $0.entry == nil && $0.recordings.isEmpty })
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("an entry that does not cover the user is outOfScope, and no provider is contacted")
    func outOfScope() async throws {
        try await ServiceUnderTest.run { service in
            let result = try await service.client.availability([SampleRow()], user: "elsewhere").first
            #expect(result?.state == "outOfScope")
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("with the feature switched off nothing is playable, and no provider is contacted")
    func featureDisabled() async throws {
        try await ServiceUnderTest.run(Setup(configure: { $0.isFeatureEnabled = false })) { service in
            let result = try await service.client.availability([SampleRow()]).first
            #expect(result?.state == "featureDisabled")
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("an unknown Telephony Server makes the row invalid")
    func unknownServer() async throws {
        try await ServiceUnderTest.run { service in
            let result = try await service.client.availability([SampleRow(1, telSysID: 77)]).first
            #expect(result?.state == "invalid")
            #expect(result?.reason == "unknownTelephonyServer")
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("two recordings that match equally well are ambiguous, and both are listed")
    func ambiguous() async throws {
        let rivals = [1, 2].map { SampleCompany.recording($0, callID: "callhalf-1:0") }
        try await ServiceUnderTest.run(Setup(first: rivals)) { service in
            let result = try #require(try await service.client.availability([SampleRow()]).first)
            #expect(result.state == "ambiguous")
            #expect(result.recordings.map(\.recordingID).sorted() == ["041", "042"])
        }
    }

    @Test("parts of one call that follow one another are available in their order")
    func parts() async throws {
        let parts = [
            SampleCompany.recording(1, minutesLater: 5, callID: "callhalf-1:0"),
            SampleCompany.recording(2, callID: "callhalf-1:0"),
        ]
        try await ServiceUnderTest.run(Setup(first: parts)) { service in
            let result = try #require(try await service.client.availability([SampleRow()]).first)
            #expect(result.state == "available")
            #expect(result.recordings.map(\.recordingID) == ["042", "041"])
        }
    }

    @Test("a recording that the provider has forgotten meanwhile is expired")
    func expired() async throws {
        let setup = Setup(first: [SampleCompany.recording(lifetimeDays: 1), SampleCompany.recording(2)])
        try await ServiceUnderTest.run(setup) { service in
            #expect(try await service.client.availability([SampleRow()]).first?.state == "available")
            let url = try await service.audioURL()
            service.clock.advance(seconds: 86_500)
            #expect(try await service.client.availability([SampleRow()]).first?.state == "expired")
            let audio = try await service.client.asAdmin("GET", String(url.prefix { $0 != "?" }))
            #expect([404, 410].contains(audio.status))
        }
    }

    @Test("a call that has just ended is processing, and notFound once its recording is overdue")
    func processing() async throws {
        try await ServiceUnderTest.run { service in
            let row = SampleRow(7, startTime: Date()).with(["durationSeconds": "1"])
            let early = try #require(try await service.client.availability([row]).first)
            #expect(early.state == "processing")
            #expect((early.retryAfterSeconds ?? 0) > 0)
            service.clock.advance(seconds: 600)
            #expect(try await service.client.availability([row]).first?.state == "notFound")
        }
    }

    @Test("a call that nobody recorded is notFound, on both hosts")
    func notFound() async throws {
        try await ServiceUnderTest.run { service in
            let result = try #require(try await service.client.availability([SampleRow(5)]).first)
            #expect(result.state == "notFound")
            #expect(result.recordings.isEmpty)
            #expect(service.counts.count(.recordings, region: "uk1") == 1)
            #expect(service.counts.count(.recordings, region: "uk2") == 1)
        }
    }

    @Test("a page of rows costs no more calls than one row")
    func fewCalls() async throws {
        let setup = Setup(first: (1...60).map { SampleCompany.recording($0, minutesLater: Double($0) / 2) })
        try await ServiceUnderTest.run(setup) { service in
            let results = try await service.client.availability((1...60).map { SampleRow($0) })
            #expect(results.allSatisfy { $0.state == "available" })
            #expect(service.counts.count(.recordings) == 1)
            _ = try await service.client.availability((1...60).map { SampleRow($0) })
            #expect(service.counts.count(.recordings) == 1)
        }
    }

    @Test("results come in the order asked, whatever becomes of each row")
    func order() async throws {
        try await ServiceUnderTest.run { service in
            let rows = [
                SampleRow(5), SampleRow(900, telSysID: SampleCompany.demonstrationSimulator),
                SampleRow(6).with(["telSysID": "\"one\""]), SampleRow(1), SampleRow(8, telSysID: 77),
            ]
            let results = try await service.client.availability(rows)
            #expect(results.map(\.segmentID) == ["S-5", "S-900", "S-6", "S-1", "S-8"])
            #expect(results.map(\.state) == ["notFound", "available", "invalid", "available", "invalid"])
        }
    }
}
