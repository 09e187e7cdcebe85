import DubberSimulator
import Foundation
import NIOHTTP1
import Testing

@Suite("Recording lists")
struct RecordingListTests {
    private static let newestFirst = ["0412345678", "7", "9223372036854700001", "055"]

    @Test("A list is newest first by start time, whatever the ids (A)")
    func order() async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.ids("") == Self.newestFirst)
        }
    }

    @Test("An item has all fields of the recorded sample, and no recording_url (A)")
    func fields() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.call("/accounts/acme/recordings?count=1")
            let json = try answer.json()
            let base = "http://127.0.0.1:\(test.peer.port)/uk1/v1"
            #expect(json["self"] as? String == "\(base)/accounts/acme/recordings")
            let item = try #require((json["recordings"] as? [[String: Any]])?.first)
            let strings = item.compactMapValues { $0 as? String }
            #expect(
                strings == [
                    "self": "\(base)/recordings/0412345678", "id": "0412345678", "to": "0800111222",
                    "from": "+6495550100", "from_label": "Pat Example", "call_type": "outbound",
                    "recording_type": "recording", "channel": "Pat Example", "status": "Active",
                    "start_time": "Tue, 04 Dec 2018 00:00:00 +1300",
                    "expiry_time": "Mon, 04 Mar 2019 00:00:33 +1300",
                    "dub_point_id": "0a1b2c3d4e5f60718293",
                    "date_created": "Mon, 03 Dec 2018 11:00:33 +0000",
                    "date_updated": "Mon, 03 Dec 2018 11:00:33 +0000",
                ]
            )
            #expect(item["duration"] as? Int == 30)
            #expect(
                item["meta_tags"] as? [String: String] == [
                    "recording-platform": "broadworks", "external-call-id": "callhalf-1234567890:0",
                    "external-tracking-ids":
                        "11111111-1111-4111-8111-111111111111,22222222-2222-4222-8222-222222222222",
                    "recorder-call-id": "BW210000123021218-123456789@192.0.2.10",
                ]
            )
        }
    }

    @Test("before_id and after_id, used alone, are cursors (A)")
    func cursors() async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.ids("?count=2") == ["0412345678", "7"])
            #expect(try await test.ids("?count=2&before_id=7") == ["9223372036854700001", "055"])
            #expect(try await test.ids("?count=2&before_id=055") == [])
            #expect(try await test.ids("?count=1&after_id=9223372036854700001") == ["7"])
        }
    }

    @Test("A cursor may be inclusive (A)")
    func inclusiveCursors() async throws {
        let configuration = SampleAccount.configuration { $0.cursorsAreInclusive = true }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            #expect(try await test.ids("?count=2&before_id=7") == ["7", "9223372036854700001"])
            #expect(try await test.ids("?after_id=7") == ["0412345678", "7"])
        }
    }

    @Test(
        "page does not go together with cursors, and page=0&page_size=5 gives 400 (A); other nonsense does too",
        arguments: [
            ("page=1&before_id=7", "page"), ("page=2&after_id=7", "page"), ("page=0&page_size=5", "page_size"),
            ("before_id=unknown", "before_id"), ("after_id=unknown", "after_id"),
            ("before_id=7&after_id=7", "after_id"),
            ("count=0", "count"), ("count=501", "count"), ("count=many", "count"),
        ]
    )
    func invalidParameters(query: String, parameter: String) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.call("/accounts/acme/recordings?\(query)")
            #expect(answer.status == 400)
            #expect(answer.code == 2000)
            let details = try #require(try answer.json()["details"] as? [[String: Any]])
            #expect(details.first?["code"] as? Int == 4001)
            #expect(details.first?["message"] as? String == "Invalid Parameters")
            #expect(details.first?["details"] as? [String] == ["Invalid parameter: \(parameter)"])
        }
    }

    @Test("A page may be capped without a word, in one region (D)")
    func cappedPage() async throws {
        try await SimulatorUnderTest.run { test async throws in
            test.simulator.faults.add(Fault(.cappedPage(items: 2), region: "uk1"))
            #expect(try await test.ids("?count=500") == Array(Self.newestFirst.prefix(2)))
            #expect(try await test.ids("?count=500&before_id=7") == Array(Self.newestFirst.suffix(2)))
            #expect(try await test.ids("?count=1") == Array(Self.newestFirst.prefix(1)))
            #expect(try await test.ids("?count=500", region: "uk2") == Self.newestFirst)
        }
    }

    @Test("A larger count may be refused (D)")
    func refusedCount() async throws {
        try await SimulatorUnderTest.run { test async throws in
            test.simulator.faults.add(Fault(.refusedCount(above: 100)))
            #expect(try await test.ids("?count=100") == Self.newestFirst)
            let answer = try await test.call("/accounts/acme/recordings?count=101")
            #expect(answer.status == 400)
            #expect(answer.code == 2000)
        }
    }

    @Test("page alone cuts the list into pages (B)")
    func pages() async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.ids("?count=3&page=1") == Array(Self.newestFirst.prefix(3)))
            #expect(try await test.ids("?count=3&page=2") == Array(Self.newestFirst.suffix(1)))
            #expect(try await test.ids("?count=3&page=9223372036854775807") == [])
        }
    }

    @Test("number matches to or from, query searches the text (B)")
    func filters() async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.ids("?number=0113296000") == ["9223372036854700001"])
            #expect(try await test.ids("?number=0800111222").count == 3)
            #expect(try await test.ids("?number=%2B6495550100").count == 3)
            #expect(try await test.ids("?number=+6495550100") == [], "a bare plus is a space")
            #expect(try await test.ids("?query=jo%20meet") == ["055"])
        }
    }

    @Test("A recording appears only some seconds after its call's end (A), and goes when it expires")
    func appearance() async throws {
        let configuration = SampleAccount.configuration { configuration in
            let recording = SampleAccount.recording("new", hoursAgo: 0)
            configuration.regions["uk1"]?.accounts[0].recordings.append(recording)
        }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            test.clock.advance(seconds: 32)
            #expect(try await test.ids("") == Self.newestFirst)
            #expect(try await test.call("/recordings/new").status == 404)
            test.clock.advance(seconds: 1)
            #expect(try await test.ids("") == ["new"] + Self.newestFirst)
            #expect(try await test.call("/recordings/new").status == 200)
            test.clock.advance(seconds: 90 * 86_400 - 1)
            #expect(try await test.ids("") == ["new"])
            test.clock.advance(seconds: 1)
            #expect(try await test.ids("") == [])
        }
    }

    @Test("A GET without a content type is served")
    func noContentType() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let headers: HTTPHeaders = ["Authorization": "Bearer \(try await test.token())"]
            let answer = try await test.peer.send(.GET, "/uk1/v1/accounts/acme/recordings", headers: headers)
            #expect(answer.status == 200)
        }
    }

    @Test("An API call without Content-Type: application/json gives code 1004 (B) where that is wanted")
    func contentType() async throws {
        for isRequired in [true, false] {
            let configuration = SampleAccount.configuration { $0.requiresJSONContentType = isRequired }
            try await SimulatorUnderTest.run(configuration) { test async throws in
                let headers: HTTPHeaders = ["Authorization": "Bearer \(try await test.token())"]
                let path = "/uk1/v1/accounts/acme/recordings"
                let answer = try await test.peer.send(.GET, path, headers: headers)
                #expect(answer.code == (isRequired ? 1004 : nil))
                #expect(answer.status == (isRequired ? 400 : 200))
            }
        }
    }

    @Test("The third call in a second gives 403 with code 1021 and the gateway's headers (A)")
    func perSecondQuota() async throws {
        let configuration = SampleAccount.configuration { $0.quota = QuotaRules() }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            let token = try await test.token()
            for _ in 0..<2 { #expect(try await test.call("/profile", token: token).status == 200) }
            let refused = try await test.call("/profile", token: token)
            #expect(refused.status == 403)
            #expect(refused.code == 1021)
            #expect(refused.headers.first(name: "X-Mashery-Error-Code") == "ERR_403_DEVELOPER_OVER_QPS")
            #expect(refused.headers.first(name: "Retry-After") == "1")
            test.clock.advance(seconds: 1)
            #expect(try await test.call("/profile", token: token).status == 200)
        }
    }

    @Test("Calls beyond the day's quota give 403 with code 1022, and the rules can change while it runs (A)")
    func dailyQuota() async throws {
        let rules = QuotaRules(requestsPerSecond: 100, requestsPerDay: 1)
        try await SimulatorUnderTest.run(SampleAccount.configuration { $0.quota = rules }) { test async throws in
            let token = try await test.token()
            #expect(try await test.call("/profile", token: token).status == 200)
            let refused = try await test.call("/profile", token: token)
            #expect(refused.status == 403)
            #expect(refused.code == 1022)
            #expect(refused.headers.first(name: "X-Mashery-Error-Code") == "ERR_403_DEVELOPER_OVER_RATE")
            test.simulator.quotas.rules = .unlimited
            #expect(try await test.call("/profile", token: token).status == 200)
        }
    }
}
