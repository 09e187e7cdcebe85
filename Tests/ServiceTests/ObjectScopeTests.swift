import Foundation
import Recordings
import Registry
import Testing

/// What administrators of a Telephony Server and of a Partition may change over HTTP, and what they are told of the rest.
@Suite("Administrators' changes", .timeLimit(.minutes(5)))
struct ObjectScopeTests {
    /// A request, in order, and the status that each kind of administrator is answered with.
    struct Row: Sendable, CustomTestStringConvertible {
        let request: String
        let body: String
        let headOffice: Int
        let leeds: Int

        var testDescription: String { "\(request) \(body)" }

        init(_ request: String, _ headOffice: Int, _ leeds: Int) {
            self.init(request, "", headOffice, leeds)
        }

        init(_ request: String, _ body: String, _ headOffice: Int, _ leeds: Int) {
            self.request = request
            self.body = body
            self.headOffice = headOffice
            self.leeds = leeds
        }
    }

    private static let office = SampleCompany.office
    private static let leeds = SampleCompany.leeds
    private static let partition = #""scope":{"telSysID":1,"partIDInTelSys":2}"#

    static let rows = [
        // What is read.
        Row("GET /v1/entries/\(leeds)", 200, 200), Row("GET /v1/entries/\(office)", 200, 404),
        Row("GET /v1/entries/\(SampleCompany.demonstration)", 404, 404), Row("GET /v1/users/elsewhere", 404, 404),
        Row("GET /v1/users/supervisor", 200, 404), Row("GET /v1/telephony-servers/1", 200, 200),
        Row("GET /v1/telephony-servers/2", 404, 404),
        // What lies outside, or is not there.
        Row("PATCH /v1/users/elsewhere", "{}", 403, 403), Row("PATCH /v1/users/nobody", "{}", 403, 403),
        Row("DELETE /v1/users/elsewhere", 403, 403), Row("DELETE /v1/users/nobody", 403, 403),
        Row("PUT /v1/users/elsewhere", "{\(partition)}", 403, 403),
        Row("DELETE /v1/entries/\(SampleCompany.demonstration)", 403, 403),
        Row("PATCH /v1/telephony-servers/2", "{}", 403, 403), Row("DELETE /v1/telephony-servers/2", 403, 403),
        Row("POST /v1/telephony-servers", #"{"telSysID":77}"#, 403, 403),
        // What is one's own.
        Row("PATCH /v1/users/team%20lead", #"{"fullName":"New"}"#, 200, 200),
        Row("PATCH /v1/telephony-servers/1", #"{"description":"Head office"}"#, 200, 403),
        Row("DELETE /v1/telephony-servers/1", 409, 403),
        Row("POST /v1/partitions", #"{"partitionGUID":"p-9","telSysID":1,"partIDInTelSys":9}"#, 201, 403),
        // What would lead out.
        Row("PATCH /v1/users/team%20lead", #"{"scope":{"telSysID":2,"partIDInTelSys":null}}"#, 403, 403),
        Row("PATCH /v1/users/team%20lead", #"{"scope":null}"#, 403, 403),
        Row("PATCH /v1/entries/\(leeds)", #"{"telSysID":null,"partIDInTelSys":null}"#, 403, 403),
        Row("PATCH /v1/entries/\(leeds)", #"{"partIDInTelSys":null}"#, 200, 403),
        Row("PATCH /v1/entries/\(leeds)", #"{"partIDInTelSys":2}"#, 200, 200),
        Row("POST /v1/users", #"{"username":"new"}"#, 403, 403),
        Row("POST /v1/users", #"{"username":"new","administrator":true}"#, 403, 403),
        Row("POST /v1/users", #"{"username":"new","scope":{"telSysID":1}}"#, 201, 403),
        Row("DELETE /v1/users/new", 204, 403),
        // What would give more than one has.
        Row("POST /v1/users", "{\"username\":\"new\",\(partition),\"administrator\":true}", 201, 201),
        Row("PATCH /v1/users/new", #"{"recordingPlayback":"\#(leeds)"}"#, 200, 200),
        Row("PATCH /v1/users/new", #"{"recordingPlayback":"\#(office)"}"#, 200, 403),
        Row("PATCH /v1/users/new", #"{"recordingPlayback":"\#(SampleCompany.demonstration)"}"#, 403, 403),
        Row("PATCH /v1/users/new", #"{"recordingPlayback":"no-such"}"#, 403, 403),
        Row("PATCH /v1/users/head%20office", #"{"fullName":"New"}"#, 200, 403),
        Row("PATCH /v1/users/everything", #"{"password":"long enough 9"}"#, 403, 403),
        Row("DELETE /v1/users/everything", 403, 403), Row("DELETE /v1/users/new", 204, 204),
        // Lines.
        Row("POST /v1/registry/changes", "{\"user\":{\"username\":\"line\",\(partition)}}", 200, 200),
        Row("POST /v1/registry/changes", #"{"delete":{"user":"nobody"}}"#, 403, 403),
        Row(
            "POST /v1/registry/changes",
            "{\"user\":{\"username\":\"line\",\(partition),\"fullName\":\"Changed\"}}\n{\"delete\":{\"user\":\"elsewhere\"}}",
            403,
            403
        ),
        Row("POST /v1/registry/changes", #"{"user":{"username":"line","scope":{"telSysID":-1}}}"#, 403, 403),
        Row("POST /v1/registry/changes", "{\"delete\":{\"user\":\"line\"}}", 200, 200),
    ]

    @Test(
        "Each changes what lies in its scope, and nothing else",
        arguments: [Administrators.headOffice, Administrators.leeds]
    )
    func table(administrator: Administrators) async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let cookie = try await service.cookie(of: administrator)
            for row in Self.rows {
                let words = row.request.split(separator: " ").map(String.init)
                let before = service.registry.generation
                let answer = try await service.client.sendJSON(
                    words[0],
                    words[1],
                    row.body,
                    token: nil,
                    headers: [cookie, ServiceUnderTest.sameOrigin]
                )
                let name: Comment = "\(row.testDescription): \(answer.status) \(answer.text.prefix(300))"
                #expect(answer.status == (administrator == .headOffice ? row.headOffice : row.leeds), name)
                if answer.status == 403 {
                    #expect(try answer.problem.code == "outsideScope", name)
                    #expect(!answer.text.contains("elsewhere\""), name)
                }
                #expect(answer.status < 400 || service.registry.generation == before, name)
            }
            #expect(service.registry.snapshot.users["line"] == nil)
            #expect(service.registry.snapshot.users["elsewhere"] != nil)
        }
    }

    @Test("Who is elsewhere is answered in the words for who is not there")
    func sameWords() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let cookie = try await service.cookie(of: .leeds)
            for method in ["GET", "PATCH", "DELETE", "PUT"] {
                func told(_ name: String) async throws -> String {
                    let body = ["PATCH", "PUT"].contains(method) ? "{}" : ""
                    let headers: [(name: String, value: String)] = [
                        cookie, ServiceUnderTest.sameOrigin, ("If-Match", "\"x\""),
                    ]
                    let answer = try await service.client.sendJSON(
                        method,
                        "/v1/users/\(name)",
                        body,
                        token: nil,
                        headers: headers
                    )
                    return try "\(answer.status) \(answer.problem.code) \(answer.problem.detail)"
                }
                #expect(try await told("elsewhere") == told("nobody"), "\(method)")
            }
        }
    }

    @Test("A cookie counts for a change only from our own page")
    func crossSite() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let cookie = try await service.cookie(of: .everything)
            let generation = service.registry.generation
            for (method, target) in [
                ("DELETE", "/v1/users/visitor"), ("PATCH", "/v1/users/visitor"), ("PUT", "/v1/users/other"),
                ("POST", "/v1/users"),
            ] {
                for site in [[], [(name: "Origin", value: "https://other.example")]] {
                    let body = method == "DELETE" ? "" : #"{"fullName":"x"}"#
                    let answer = try await service.client.sendJSON(
                        method,
                        target,
                        body,
                        token: nil,
                        headers: [cookie] + site
                    )
                    #expect(answer.status == 401, "\(method)")
                }
            }
            #expect(service.registry.generation == generation)
        }
    }
}
