import Foundation
import Recordings
import Registry
import Testing

/// Two who change one object, and requests that come twice.
@Suite("Two who change one object", .timeLimit(.minutes(5)))
struct ObjectCompetitionTests {
    private static let office = "/v1/entries/\(SampleCompany.office)"

    /// Changes the service's registry as a command does beside it.
    private func beside(_ service: ServiceUnderTest, _ text: String) throws {
        let registry = try Registry.open(directory: URL(filePath: service.folder.path), logger: RunningSimulator.quiet)
        defer { registry.close() }
        try registry.importFile(Data(text.utf8))
    }

    @Test("The second of two is told, reads again, and loses nothing of the first's")
    func lostUpdate() async throws {
        try await ServiceUnderTest.run { service in
            let first = try await service.cookie(token: ServiceUnderTest.adminToken)
            let second = try service.registry.createToken(name: "hr", role: .provision).secret.reveal()
            let seen = try await service.client.asAdmin("GET", Self.office)
            let tag = try #require(seen["ETag"])
            func put(
                _ text: String,
                _ tag: String,
                token: String?,
                _ more: [(String, String)] = []
            ) async throws
                -> ServiceClient.Answer
            {
                let headers = [(name: "If-Match", value: tag)] + more.map { (name: $0.0, value: $0.1) }
                return try await service.client.sendJSON("PUT", Self.office, text, token: token, headers: headers)
            }
            let firsts = seen.text.replacing("Head office", with: "Head office, first")
            let won = try await put(firsts, tag, token: nil, [first, ServiceUnderTest.sameOrigin])
            #expect(won.status == 200, "\(won.text)")
            let seconds = seen.text.replacing("uk2", with: "uk3")
            let lost = try await put(seconds, tag, token: second)
            #expect(lost.status == 412 && lost["ETag"] == won["ETag"])
            #expect(try await service.client.asAdmin("GET", Self.office).text == won.text)
            let newTag = try #require(won["ETag"])
            #expect(try await put(won.text.replacing("uk2", with: "uk3"), newTag, token: second).status == 200)
            let entry = try #require(service.registry.snapshot.entries[CallRecIntGUID(SampleCompany.office)])
            #expect(entry.description == "Head office, first Dubber")
            #expect(entry.settings.ipAddrOrHost2.contains("uk3"))
        }
    }

    @Test("What another process changed in between counts, a credential and a password too")
    func anotherProcess() async throws {
        try await ServiceUnderTest.run { service in
            for (target, change) in [
                (
                    Self.office,
                    #"{"callRecInt":{"callRecIntGUID":"\#(SampleCompany.office)","description":"x","apiCommunicationSettings":{"apiParameter1":"next"}}}"#
                ),
                ("/v1/users/visitor", #"{"user":{"username":"visitor","password":"long enough 1"}}"#),
                ("/v1/telephony-servers/4", #"{"telephonyServer":{"telSysID":4,"description":"next"}}"#),
            ] {
                let seen = try await service.client.asAdmin("GET", target)
                let tag = (name: "If-Match", value: try #require(seen["ETag"]))
                try beside(service, change)
                for method in ["PUT", "PATCH", "DELETE"] {
                    let body = method == "DELETE" ? "" : seen.text
                    let answer = try await service.client.sendJSON(method, target, body, headers: [tag])
                    #expect(answer.status == 412, "\(method) \(target) \(answer.text)")
                }
                let now = try await service.client.asAdmin("GET", target)
                #expect(now.status == 200 && now["ETag"] != tag.value)
            }
        }
    }

    @Test("Of many who replace one state of an object at once, one does")
    func race() async throws {
        try await ServiceUnderTest.run { service in
            let tag = try #require(try await service.client.asAdmin("GET", Self.office)["ETag"])
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let body = #"{"description":"number \#(number)"}"#
                        let headers = [(name: "If-Match", value: tag)]
                        return try await service.client.sendJSON("PATCH", Self.office, body, headers: headers).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1 && statuses.count { $0 == 412 } == 11, "\(statuses)")
            #expect(try await service.objectChanges().count == 1)
        }
    }

    @Test("Of many with one Idempotency-Key at once, one is done and all have its answer")
    func keyRace() async throws {
        try await ServiceUnderTest.run { service in
            let headers = [(name: "Idempotency-Key", value: "\"8e03978e-40d5-43dd\"")]
            func post(_ body: String) async throws -> ServiceClient.Answer {
                try await service.client.sendJSON("POST", "/v1/entries", body, headers: headers)
            }
            let answers = try await withThrowingTaskGroup(of: ServiceClient.Answer.self) { group in
                for _ in 0..<12 { group.addTask { try await post(#"{"description":"Once"}"#) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)) == [201])
            #expect(Set(answers.map(\.text)).count == 1)
            #expect(Set(answers.map { $0["Location"] ?? "" }).count == 1 && Set(answers.map { $0["ETag"] }).count == 1)
            #expect(answers.count { $0["Idempotent-Replayed"] == "true" } == 11)
            #expect(service.registry.snapshot.entries.values.count { $0.description == "Once" } == 1)
            #expect(try await service.objectChanges().count == 1)
            let other = try await post(#"{"description":"Twice"}"#)
            #expect(other.status == 422)
            #expect(try other.problem.code == "idempotencyKeyReused")
        }
    }

    @Test("Lines that come a second time are answered as the first, and make nothing")
    func lines() async throws {
        try await ServiceUnderTest.run { service in
            let body = "{\"user\":{\"username\":\"new\"}}\n{\"delete\":{\"user\":\"visitor\"}}"
            func post() async throws -> ServiceClient.Answer {
                try await service.client.sendJSON(
                    "POST",
                    "/v1/registry/changes",
                    body,
                    headers: [("Content-Type", "application/x-ndjson"), ("Idempotency-Key", "k")]
                )
            }
            let first = try await post()
            #expect(first.status == 200 && first["Idempotent-Replayed"] == nil)
            try service.registry.importFile(Data(#"{"delete":{"user":"new"}}"#.utf8))
            let second = try await post()
            #expect(second.text == first.text && second["Idempotent-Replayed"] == "true")
            #expect(service.registry.snapshot.users["new"] == nil)
        }
    }
}
