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
            #expect(empty["recording_url"] == nil)
            let heard = try await test.call("/recordings/0412345678?listener=pat%40example.com").json()
            let url = try #require(heard["recording_url"] as? String)
            #expect(url.hasPrefix("\(base)/store/uk1/acme/0412345678.mp3?"))
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
            "/recordings/7/link", "/recordings/7/transcript", "/recordings/7/insights", "/nothing",
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
