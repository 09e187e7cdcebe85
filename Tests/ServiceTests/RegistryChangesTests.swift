import Foundation
import Recordings
import Registry
import Testing

/// `GET /v1/registry` and `POST /v1/registry/changes`.
@Suite("The registry for programs")
struct RegistryChangesTests {
    private struct Answer: Decodable {
        struct Line: Decodable, Hashable {
            let line: Int
            let kind: String
            let key: String
            let outcome: String
        }

        let lines: [Line]
    }

    private static let target = "/v1/registry/changes"

    private func change(
        _ lines: String,
        token: String,
        on service: ServiceUnderTest
    ) async throws -> ServiceClient.Answer {
        try await service.client.send(
            "POST",
            Self.target,
            token: token,
            headers: [("Content-Type", "application/x-ndjson")],
            body: Array(lines.utf8)
        )
    }

    private func provisioner(_ service: ServiceUnderTest, name: String = "hr") throws -> String {
        try service.registry.createToken(name: name, role: .provision).secret.reveal()
    }

    @Test("lines are made in their order, told one by one, and noted by who made them")
    func lines() async throws {
        try await ServiceUnderTest.run { service in
            let token = try provisioner(service)
            let answer = try await change(
                """
                {"user":{"username":"new","recordingPlayback":"\(SampleCompany.office)"}}
                {"user":{"username":"new","recordingPlayback":"\(SampleCompany.office)"}}
                {"delete":{"user":"visitor"}}
                {"delete":{"user":"nobody"}}
                {"telephonyServer":{"telSysID":41,"description":"New office"}}
                """,
                token: token,
                on: service
            )
            #expect(answer.status == 200, "\(answer.text)")
            let told: Answer = try answer.decoded()
            #expect(told.lines.map(\.line) == [1, 2, 3, 4, 5])
            #expect(told.lines.map(\.outcome) == ["inserted", "unchanged", "deleted", "absent", "inserted"])
            #expect(told.lines.map(\.key) == ["new", "new", "visitor", "nobody", "41"])
            #expect(service.registry.snapshot.users["new"]?.recordingPlayback?.rawValue == SampleCompany.office)
            #expect(service.registry.snapshot.users["visitor"] == nil)
            let rows = try await service.registry.auditRows(limit: 3)
            #expect(rows.map(\.action) == [.addTelephonyServer, .deleteUser, .addUser])
            #expect(rows.allSatisfy { $0.author.name == "hr" && $0.author.remoteAddress != nil })
        }
    }

    /// A change that is refused, with what is said of it.
    static let refusals: [(lines: String, says: String)] = [
        ("{\"user\":{\"username\":\"new\"}}\n{\"user\":{}}", "line 2: user.username: is missing"),
        ("{\"user\":{\"username\":\"new\"}}\nnonsense", "line 2"), ("[]", "line 1: must be an object"),
        (#"{"user":{"username":"new","recordingPlayback":"no-such"}}"#, "recordingPlayback: no integration entry"),
        (#"{"delete":{"telephonyServer":1}}"#, "still in use"),
        (
            String(repeating: "{\"delete\":{\"user\":\"x\"}}\n", count: 10_001),
            "line 10001: one change has at most 10000 lines"
        ),
    ]

    @Test(
        "a change that cannot be made as a whole is refused with the line, and nothing is different",
        arguments: refusals.indices
    )
    func refused(_ index: Int) async throws {
        try await ServiceUnderTest.run { service in
            let token = try provisioner(service)
            let generation = service.registry.generation
            let answer = try await change(Self.refusals[index].lines, token: token, on: service)
            #expect(answer.status == 422)
            #expect(try answer.problem.code == "changeRefused")
            #expect(answer.text.contains(Self.refusals[index].says), "\(answer.text.prefix(300))")
            #expect(service.registry.generation == generation)
        }
    }

    @Test("a provisioner may do this and nothing else, and a report token not even this")
    func rights() async throws {
        try await ServiceUnderTest.run { service in
            let token = try provisioner(service)
            #expect(try await change("", token: ServiceUnderTest.reportToken, on: service).status == 403)
            #expect(try await service.client.send("POST", Self.target).status == 401)
            #expect(
                try await service.client.send("GET", "/v1/registry", token: ServiceUnderTest.reportToken).status == 403
            )
            for target in ["/v1/audit", "/metrics", "/v1/debug/live"] {
                #expect(try await service.client.send("GET", target, token: token).status == 403, "\(target)")
            }
            #expect(try await service.client.send("POST", "/v1/availability", token: token).status == 403)
        }
    }

    @Test("what is exported is imported elsewhere as it was, and has no secret")
    func export() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.send("GET", "/v1/registry", token: provisioner(service))
            #expect(answer.status == 200)
            for secret in SampleCompany.secrets { #expect(!answer.text.contains(secret)) }
            let folder = FileManager.default.temporaryDirectory.appending(path: "registry-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let copy = try Registry.open(directory: folder, logger: RunningSimulator.quiet)
            defer { copy.close() }
            try copy.importFile(Data(answer.text.utf8))
            let (old, new) = (service.registry.snapshot, copy.snapshot)
            #expect(new.users == old.users)
            #expect(new.partitions == old.partitions)
            #expect(new.telephonyServers == old.telephonyServers)
            #expect(new.entries.count == old.entries.count)
            // The same lines change nothing where they come from, credentials included.
            let back = try await change(answer.text, token: provisioner(service, name: "again"), on: service)
            let told: Answer = try back.decoded()
            #expect(told.lines.allSatisfy { $0.outcome == "unchanged" })
            #expect(service.registry.snapshot.entries == old.entries)
        }
    }

}
