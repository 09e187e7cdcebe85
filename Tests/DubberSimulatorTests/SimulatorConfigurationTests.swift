import DubberSimulator
import Foundation
import Logging
import Testing

@Suite("Simulator configuration")
struct SimulatorConfigurationTests {
    @Test("JSON without the optional fields takes the documented defaults")
    func minimalJSON() throws {
        let json = """
            {"tokens": {"accessTokenSeconds": 5}, "quota": {"requestsPerSecond": 9},
              "regions": {"uk1": {"accounts": [{"slug": "acme", "clientID": "c", "clientSecret": "s", "authID": "a",
              "authToken": "t", "recordings": [{"id": "0123", "from": "+441632960001", "to": "100",
              "startTime": "2026-11-20T09:15:03Z", "durationSeconds": 24, "audio": {"example": "delivery.mp3"}}]}]}}}
            """
        let configuration = try SimulatorConfiguration(json: Data(json.utf8))
        #expect(
            configuration.quota == QuotaRules(requestsPerSecond: 9, requestsPerDay: 5_000, tokenRequestsPerDay: 500)
        )
        #expect(configuration.tokens.accessTokenSeconds == 5)
        #expect(configuration.tokens.refreshTokenSeconds == 28 * 86_400)
        let recording = try #require(configuration.regions["uk1"]?.accounts.first?.recordings.first)
        #expect(recording.id == "0123")
        #expect(recording.expiryTime.timeIntervalSince(recording.createdTime) == 90 * 86_400)
        #expect((1...8).contains(recording.appearsAfterSeconds))
    }

    @Test("What is written as JSON reads back the same")
    func roundTrip() throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let configuration = try SimulatorConfiguration.examples(endingAt: SampleAccount.now)
        #expect(try SimulatorConfiguration(json: encoder.encode(configuration)) == configuration)
    }

    @Test("Malformed JSON is refused with its place")
    func malformed() {
        let json = #"{"regions": {"uk1": {"accounts": [{"slug": "acme"}]}}}"#
        #expect(throws: SimulatorError.malformedConfiguration(at: "$.regions.uk1.accounts[0].clientID")) {
            try SimulatorConfiguration(json: Data(json.utf8))
        }
    }

    @Test("Configurations that contradict themselves are refused")
    func contradictions() {
        expect(.duplicateRecording(id: "055", region: "uk2")) {
            $0.regions["uk2"]?.accounts[0].recordings.append(SampleAccount.recording("055", hoursAgo: 3))
        }
        expect(.duplicateAccount(slug: "acme", region: "uk2")) {
            $0.regions["uk2"]?.accounts.append(SampleAccount.account)
        }
        expect(.unknownExample(file: "none.mp3")) {
            $0.regions["uk2"]?.accounts[0].recordings[0].audio = .example("none.mp3")
        }
        expect(.unreadableAudio(path: "/nowhere/none.wav")) {
            $0.regions["uk2"]?.accounts[0].recordings[0].audio = .file("/nowhere/none.wav")
        }
        expect(.unusableRegionName("admin")) { $0.regions["admin"] = SimulatedRegion() }
        expect(.unusableRegionName("UK 1")) { $0.regions["UK 1"] = SimulatedRegion() }
    }

    private func expect(_ error: SimulatorError, _ change: (inout SimulatorConfiguration) -> Void) {
        #expect(throws: error) {
            try DubberSimulator(configuration: SampleAccount.configuration(change), logger: Logger(label: "test"))
        }
    }

    @Test("The built-in set plays every example recording, and some only from the second region")
    func examples() throws {
        let configuration = try SimulatorConfiguration.examples(endingAt: SampleAccount.now)
        let files = Set(try ExampleRecordings().all.map { SimulatedAudio.example($0.file) })
        let first = try #require(configuration.regions["uk1"]?.accounts.first)
        let second = try #require(configuration.regions["uk2"]?.accounts.first)
        #expect(Set(second.recordings.map(\.audio)) == files)
        let missing = Set(second.recordings.map(\.id)).subtracting(first.recordings.map(\.id))
        #expect(missing.count == SimulatorConfiguration.secondRegionOnlyCount)
        #expect(second.recordings.allSatisfy { $0.isVisible(now: SampleAccount.now) })
    }

    @Test("The built-in ids have leading zeros and 19 digits, and are not in order of time (A)")
    func exampleIDs() throws {
        let configuration = try SimulatorConfiguration.examples(endingAt: SampleAccount.now)
        let recordings = try #require(configuration.regions["uk2"]?.accounts.first?.recordings)
        let ids = recordings.sorted { $0.startTime < $1.startTime }.map(\.id)
        #expect(ids.contains { $0.hasPrefix("0") })
        #expect(ids.contains { $0.count == 19 })
        #expect(ids != ids.sorted() && ids != ids.sorted(by: >))
        #expect(Set(ids).count == ids.count)
    }

    @Test("The built-in credentials have the lengths of real ones (A)")
    func credentialLengths() {
        for account in [SimulatorConfiguration.exampleAccount, SimulatorConfiguration.demonstrationAccount] {
            #expect(account.clientID.count == 24)
            #expect(account.clientSecret.count == 10)
            #expect(account.authID.count == 11)
            #expect(account.authToken.count == 20)
        }
    }
}
