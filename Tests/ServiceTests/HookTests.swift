import DubberSimulator
import Foundation
import Testing
import Transport

/// What `/v1/hooks/dubber/{CallRecIntGUID}` takes, from whom.
@Suite("Webhooks")
struct HookTests {
    private struct Address: Decodable {
        let postURL: String
    }

    private static let event = #"""
        {"notification_url": "https://api.dubber.net/uk1/v1/notifications/1", "event_type": "recording.create",
         "resource_url": "https://api.dubber.net/uk1/v1/recordings/999"}
        """#

    private func address(of entry: String, _ service: ServiceUnderTest) async throws -> String {
        let answer = try await service.client.asAdmin("GET", "/v1/hooks/dubber/\(entry)")
        try #require(answer.status == 200)
        return try answer.decoded(as: Address.self).postURL
    }

    private func post(
        _ body: String,
        to target: String,
        headers: [(name: String, value: String)] = [],
        _ service: ServiceUnderTest
    ) async throws -> ServiceClient.Answer {
        try await service.client.send("POST", target, headers: headers, body: Array(body.utf8))
    }

    @Test("an administrator learns each entry's address, and nobody else does")
    func addresses() async throws {
        try await ServiceUnderTest.run { service in
            let office = try await address(of: SampleCompany.office, service)
            let leeds = try await address(of: SampleCompany.leeds, service)
            #expect(office.hasPrefix("/v1/hooks/dubber/\(SampleCompany.office)?key="))
            #expect(office.suffix(64) != leeds.suffix(64))
            let target = "/v1/hooks/dubber/\(SampleCompany.office)"
            #expect(try await service.client.send("GET", target).status == 401)
            #expect(try await service.client.send("GET", target, token: ServiceUnderTest.reportToken).status == 403)
            #expect(try await service.client.asAdmin("GET", "/v1/hooks/dubber/no-such-entry").status == 404)
        }
    }

    @Test("an event with the entry's key is taken")
    func event() async throws {
        try await ServiceUnderTest.run { service in
            let target = try await address(of: SampleCompany.office, service)
            #expect(try await post(Self.event, to: target, service).status == 200)
        }
    }

    @Test("a wrong key, another entry's or none is refused, whatever is posted")
    func wrongKey() async throws {
        try await ServiceUnderTest.run { service in
            let key = try await address(of: SampleCompany.leeds, service).suffix(64)
            let path = "/v1/hooks/dubber/\(SampleCompany.office)"
            for query in ["", "?key=", "?key=\(key)", "?key=\(String(repeating: "z", count: 64))"] {
                let answer = try await post(Self.event, to: path + query, service)
                #expect(answer.status == 403)
                #expect(try answer.problem.code == "hookKeyNotValid")
            }
            let unknown = try await post(Self.event, to: "/v1/hooks/dubber/no-such-entry?key=\(key)", service)
            #expect(unknown.status == 403)
        }
    }

    @Test("the handshake's secret comes back")
    func handshake() async throws {
        try await ServiceUnderTest.run { service in
            let target = try await address(of: SampleCompany.office, service)
            let answer = try await post("", to: target, headers: [("X-Hook-Secret", "abc-123")], service)
            #expect(answer.status == 200)
            #expect(answer["X-Hook-Secret"] == "abc-123")
            let long = String(repeating: "x", count: 600)
            #expect(try await post("", to: target, headers: [("X-Hook-Secret", long)], service).status == 400)
        }
    }

    @Test("what is no event is refused, what is too long is not read", arguments: [("{}", 400), ("", 400)])
    func badEvents(body: String, status: Int) async throws {
        try await ServiceUnderTest.run { service in
            let target = try await address(of: SampleCompany.office, service)
            let answer = try await post(body, to: target, service)
            #expect(answer.status == status)
            #expect(try answer.problem.code == "badEvent")
            let long = String(repeating: " ", count: 300 << 10)
            #expect(try await post(long, to: target, service).status == 413)
        }
    }

    @Test("an event voids a row that was not found, and the next question finds it")
    func clears() async throws {
        let late = SampleCompany.recording(8, minutesLater: 3)
        let setup = Setup()
        try await ServiceUnderTest.run(setup) { service in
            let row = SampleRow(8, startTime: SampleCompany.callTime.addingTimeInterval(180))
            #expect(try await service.client.availability([row]).first?.state == "notFound")
            let body = #"""
                {"id": "\#(late.id)", "from": "\#(late.from)", "to": "\#(late.to)", "durationSeconds": 30,
                 "startTime": "\#(late.startTime.formatted(.iso8601))", "externalCallID": "callhalf-8:0",
                 "audio": {"generatedBytes": 1000, "seed": 1}}
                """#
            let simulator = ServiceClient(http: service.client.http, port: service.provider.port)
            let added = try await simulator.send("POST", "/admin/recordings/uk1/acme", body: Array(body.utf8))
            #expect(added.status == 201)
            #expect(try await service.client.availability([row]).first?.state == "notFound")
            let target = try await address(of: SampleCompany.office, service)
            let event = Self.event.replacing("/999", with: "/\(late.id)")
            #expect(try await post(event, to: target, service).status == 200)
            #expect(try await service.client.availability([row]).first?.state == "available")
        }
    }
}
