import DubberSimulator
import Testing

@Suite("Recording details and profile")
struct RecordingDetailTests {
    @Test("The detail adds the account, and recording_url only with a listener (A/B)")
    func listener() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let base = "http://127.0.0.1:\(test.peer.port)"
            let plain = try await test.call("/recordings/0412345678").json()
            #expect(plain["account"] as? String == "\(base)/uk1/v1/accounts/acme")
            #expect(plain["id"] as? String == "0412345678")
            #expect(plain["recording_url"] == nil)
            let empty = try await test.call("/recordings/0412345678?listener=").json()
            #expect(empty["recording_url"] is String, "an empty one was enough (C)")
            let heard = try await test.call("/recordings/0412345678?listener=pat%40example.com").json()
            let url = try #require(heard["recording_url"] as? String)
            #expect(url.hasPrefix("\(base)/store/uk1/acme/0412345678.mp3?"))
        }
    }

    @Test("An empty listener may be refused the audio's address")
    func emptyListener() async throws {
        let configuration = SampleAccount.configuration { $0.acceptsEmptyListener = false }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            #expect(try await test.call("/recordings/7?listener=").json()["recording_url"] == nil)
            #expect(try await test.call("/recordings/7?listener=a").json()["recording_url"] is String)
        }
    }

    @Test("A recording that is still being worked on has no address; labels, status and hold are told")
    func status() async throws {
        var recording = SampleAccount.account.recordings[1]
        (recording.id, recording.status, recording.toLabel, recording.isHeld) = ("1", "Processing", "Pat Example", true)
        recording.lifetimeDays = 0
        let account = SampleAccount.account
        let configuration = SampleAccount.configuration { [recording] configuration in
            var account = account
            account.recordings = [recording]
            configuration.regions = ["uk1": SimulatedRegion(accounts: [account])]
            configuration.writesISO8601Dates = true
        }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            let detail = try await test.call("/recordings/1?listener=a").json()
            #expect(detail["recording_url"] == nil)
            #expect(detail["status"] as? String == "Processing")
            #expect(detail["to_label"] as? String == "Pat Example")
            #expect(detail["held"] as? Bool == true)
            let start = try #require(detail["start_time"] as? String)
            #expect(start.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d/#) != nil)
        }
    }

    @Test("The account, its users and dub points, a recording's transcript and waveform can be read")
    func accountParts() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let account = try await test.call("/accounts/acme").json()
            #expect(account["id"] as? String == "acme")
            #expect(account["status"] as? String == "Active")
            #expect(account["timezone"] is String)
            let users = try await test.call("/accounts/acme/users?role=Administrator&count=100").json()
            #expect((users["users"] as? [Any])?.count == 1)
            let points = try await test.call("/accounts/acme/dub_points?count=100").json()
            let point = try #require((points["dub_points"] as? [[String: Any]])?.first)
            #expect(point["type"] as? String == "Recorder")
            #expect(point["status"] as? String == "Active")
            #expect(point["ai"] is Bool)
            let insight = try await test.call("/accounts/acme/recordings/7/ai").json()
            #expect(insight["id"] as? String == "7")
            let sentences = try #require(insight["sentences"] as? [[String: Any]])
            #expect(sentences.allSatisfy { $0["speaker"] as? String == "Multiple speakers" && $0["content"] is String })
            let waveform = try await test.call("/recordings/7/waveform").json()
            #expect((waveform["waveform"] as? [Double])?.allSatisfy { (0...1).contains($0) } == true)
        }
    }

    @Test("The URLs of answers lead to the configured origin")
    func publicBaseURL() async throws {
        let configuration = SampleAccount.configuration { $0.publicBaseURL = "https://store.example" }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            let json = try await test.call("/recordings/7?listener=a").json()
            #expect((json["recording_url"] as? String)?.hasPrefix("https://store.example/store/") == true)
        }
    }

    @Test(
        "Unknown recordings, other accounts' and wrong paths give 404 with code 1009 (A/B)",
        arguments: [
            "/recordings/unknown", "/recordings/0999", "/accounts/globex/recordings", "/accounts/nobody/recordings",
            "/accounts/globex", "/accounts/globex/users", "/accounts/globex/dub_points",
            "/accounts/acme/recordings/0999/ai",
            "/recordings/0999/waveform", "/recordings/7/link", "/recordings/7/transcript", "/recordings/7/insights",
            "/nothing",
        ]
    )
    func notFound(path: String) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.call(path)
            #expect(answer.status == 404)
            #expect(answer.code == 1009)
            #expect(try answer.json()["message"] as? String == "Resource Not Found")
            #expect(try answer.json()["status"] as? Int == 404)
            #expect(try answer.json()["more_info"] is String)
        }
    }

    @Test("A region that does not exist has nothing")
    func unknownRegion() async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.call("/profile", region: "uk9", token: "any").status == 404)
        }
    }

    @Test("The profile names the account of the credentials (D)")
    func profile() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let json = try await test.call("/profile").json()
            #expect(json["account_id"] as? String == "acme")
            #expect((json["account"] as? String)?.hasSuffix("/uk1/v1/accounts/acme") == true)
        }
    }
}
