import DubberSimulator
import Foundation
import NIOHTTP1
import Testing

@Suite("Changing a simulator while it runs")
struct AdminTests {
    @Test("Limits are shown, changed one by one, enforced at once, and counts begin anew")
    func limits() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let token = try await test.token()
            let changed = try await test.peer.send(
                .PATCH,
                "/admin/limits",
                body: #"{"requestsPerDay": 1, "isEnforced": true}"#
            )
            #expect(try changed.json()["requestsPerDay"] as? Int == 1)
            #expect(try changed.json()["requestsPerSecond"] as? Int == 2)
            #expect(try await test.call("/profile", token: token).status == 200)
            #expect(try await test.call("/profile", token: token).code == 1022)
            _ = try await test.peer.send(.DELETE, "/admin/limits")
            #expect(try await test.call("/profile", token: token).status == 200)
        }
    }

    @Test("A body that is no set of limits changes nothing", arguments: ["", "[]", #"{"requestsPerDay": -1}"#])
    func badLimits(body: String) async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.peer.send(.PATCH, "/admin/limits", body: body).status == 400)
            let shown = try await test.peer.send(.GET, "/admin/limits").json()
            #expect(shown["requestsPerDay"] as? Int == 5_000)
        }
    }

    @Test("Cursors become inclusive at once")
    func cursors() async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.ids("?before_id=7&count=1") == ["9223372036854700001"])
            _ = try await test.peer.send(.PATCH, "/admin/limits", body: #"{"cursorsAreInclusive": true}"#)
            #expect(try await test.ids("?before_id=7&count=1") == ["7"])
        }
    }

    @Test("A recording is added in its place, replaced by its id, and deleted")
    func recordings() async throws {
        try await SimulatorUnderTest.run { test async throws in
            func body(_ from: String) -> String {
                #"""
                {"id": "0800", "from": "\#(from)", "to": "1", "startTime": "2018-12-03T09:00:00Z", "durationSeconds": 10,
                 "audio": {"generatedBytes": 10, "seed": 1}}
                """#
            }
            let path = "/admin/recordings/uk1/acme"
            #expect(try await test.peer.send(.POST, path, body: body("1234")).status == 201)
            #expect(try await test.ids("?count=2") == ["0412345678", "0800"])
            #expect(try await test.peer.send(.POST, path, body: body("5678")).status == 201)
            #expect(try await test.ids("?number=5678") == ["0800"])
            #expect(try await test.call("/recordings/0800", region: "uk2").status == 404)
            #expect(try await test.peer.send(.DELETE, path + "/0800").status == 200)
            #expect(try await test.peer.send(.DELETE, path + "/0800").status == 404)
            #expect(try await test.ids("?count=2") == ["0412345678", "7"])
        }
    }

    @Test(
        "What is no recording, or has no account, is refused",
        arguments: [
            ("/admin/recordings/uk1/acme", "{}", 400), ("/admin/recordings/uk9/acme", nil, 404),
            ("/admin/recordings/uk1/nobody", nil, 404),
        ]
    )
    func badRecordings(path: String, body: String?, status: Int) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let sound = #"""
                {"id": "1", "from": "1", "to": "2", "startTime": "2018-12-03T09:00:00Z", "durationSeconds": 1,
                 "audio": {"generatedBytes": 1}}
                """#
            #expect(try await test.peer.send(.POST, path, body: body ?? sound).status == status)
        }
    }
}
