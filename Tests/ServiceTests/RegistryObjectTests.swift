import Foundation
import Recordings
import Registry
import Testing

/// One entry, user, Telephony Server or Partition at a time over HTTP.
@Suite("Objects of the registry over HTTP", .timeLimit(.minutes(5)))
struct RegistryObjectTests {
    typealias Header = (name: String, value: String)

    /// An object of a kind: where it is made, what with, where it then is, and a change of it.
    struct Kind: Sendable, CustomTestStringConvertible {
        let collection: String
        let body: String
        let path: String
        let patch: String
        let changed: String
        let readOnly: Set<String>

        var testDescription: String { collection }
    }

    static let kinds = [
        Kind(
            collection: "/v1/entries",
            body:
                #"{"callRecIntGUID":"new:1","description":"New","telSysID":1,"partIDInTelSys":2,"apiCommunicationSettings":{"ipAddrOrHost1":"api.dubber.net/uk1","authUserID1":"PLANTED"}}"#,
            path: "/v1/entries/new%3A1",
            patch: #"{"description":"Other"}"#,
            changed: "description",
            readOnly: ["credentialsSet", "demonstrationSimulator", "userCount", "outOfScopeUserCount"]
        ),
        Kind(
            collection: "/v1/users",
            body:
                #"{"username":"né/w <b>","scope":{"telSysID":1},"recordingPlayback":"\#(SampleCompany.office)","password":"PLANTED-one"}"#,
            path: "/v1/users/n%C3%A9%2Fw%20%3Cb%3E",
            patch: #"{"fullName":"Other"}"#,
            changed: "fullName",
            readOnly: ["passwordSet", "playback", "scopeNames", "recordingPlaybackDescription"]
        ),
        Kind(
            collection: "/v1/telephony-servers",
            body: #"{"telSysID":41,"description":"New"}"#,
            path: "/v1/telephony-servers/41",
            patch: #"{"description":"Other"}"#,
            changed: "description",
            readOnly: ["partitionCount", "entryCount", "userCount"]
        ),
        Kind(
            collection: "/v1/partitions",
            body: #"{"partitionGUID":"p-41","telSysID":1,"partIDInTelSys":41,"description":"New"}"#,
            path: "/v1/partitions/p-41",
            patch: #"{"description":"Other"}"#,
            changed: "description",
            readOnly: ["entryCount", "userCount"]
        ),
    ]

    @Test("An object is made, read, replaced by what was read, changed and deleted", arguments: kinds)
    func life(kind: Kind) async throws {
        try await ServiceUnderTest.run { service in
            let token = try service.registry.createToken(name: "hr", role: .provision).secret.reveal()
            func send(
                _ method: String,
                _ target: String,
                _ body: String = "",
                _ headers: [Header] = []
            ) async throws
                -> ServiceClient.Answer
            {
                try await service.client.sendJSON(method, target, body, token: token, headers: headers)
            }
            let made = try await send("POST", kind.collection, kind.body)
            #expect(made.status == 201, "\(made.text)")
            #expect(made["Location"] == kind.path && made["Cache-Control"] == "no-store")
            let tag = try #require(made["ETag"])
            let read = try await send("GET", kind.path)
            #expect(read.status == 200 && read.text == made.text && read["ETag"] == tag)
            #expect(!read.text.contains("PLANTED"))
            #expect(kind.readOnly.isSubset(of: read.members.keys))
            #expect(try await send("GET", kind.path, "", [("If-None-Match", "\"x\", W/\(tag)")]).status == 304)
            let generation = service.registry.generation
            let again = try await send("PUT", kind.path, read.text, [("If-Match", tag)])
            #expect(again.status == 200 && again["ETag"] == tag, "\(again.text)")
            #expect(service.registry.generation == generation)
            #expect(try await send("POST", kind.collection, kind.body).status == 409)
            #expect(try await send("PUT", kind.path, read.text).status == 428)
            let patched = try await send("PATCH", kind.path, kind.patch, [("If-Match", tag)])
            #expect(patched.status == 200 && patched["ETag"] != tag, "\(patched.text)")
            #expect(patched.members[kind.changed] as? String == "Other")
            for method in ["PUT", "PATCH", "DELETE"] {
                let stale = try await send(method, kind.path, method == "DELETE" ? "" : read.text, [("If-Match", tag)])
                #expect(stale.status == 412 && stale["ETag"] == patched["ETag"], "\(method) \(stale.text)")
            }
            #expect(try await send("DELETE", kind.path).status == 204)
            #expect(try await send("DELETE", kind.path).status == 404)
            #expect(try await send("GET", kind.path).status == 404)
            #expect(try await send("PATCH", kind.path, kind.patch).status == 404)
            #expect(try await send("PUT", kind.path, read.text, [("If-Match", tag)]).status == 412)
            let back = try await send("PUT", kind.path, read.text)
            #expect(back.status == 201 && back["Location"] == kind.path, "\(back.text)")
            #expect(try await send("PUT", kind.path, read.text, [("If-None-Match", "*")]).status == 412)
            let rows = try await service.registry.auditRows(limit: 10)
            let verbs = rows.map { $0.action.rawValue.prefix { $0.isLowercase } }
            #expect(verbs == ["add", "delete", "change", "add"])
            #expect(rows.allSatisfy { $0.author.name == "hr" && $0.author.remoteAddress != nil })
        }
    }

    @Test("An entry or Partition without a GUID is given one")
    func newGUIDs() async throws {
        try await ServiceUnderTest.run { service in
            for (target, member, body) in [
                ("/v1/entries", "callRecIntGUID", #"{"description":"New"}"#),
                ("/v1/partitions", "partitionGUID", #"{"partitionGUID":null,"telSysID":1,"partIDInTelSys":41}"#),
            ] {
                let answer = try await service.client.sendJSON("POST", target, body)
                let guid = try #require(answer.members[member] as? String, "\(answer.text)")
                #expect(guid.contains(/^[0-9a-f]{16}:-?[0-9a-f]+:[0-9a-f]+:-?[0-9a-f]+$/))
                let location = try #require(answer["Location"])
                #expect(try await service.client.asAdmin("GET", location).text == answer.text)
            }
        }
    }

    @Test("Members that are only read tell who uses what")
    func figures() async throws {
        try await ServiceUnderTest.run { service in
            func members(_ target: String) async throws -> [String: Any] {
                try await service.client.asAdmin("GET", target).members
            }
            let entry = try await members("/v1/entries/\(SampleCompany.leeds)")
            #expect(entry["userCount"] as? Int == 2 && entry["outOfScopeUserCount"] as? Int == 1)
            #expect(
                entry["credentialsSet"] as? [String] == [
                    "authUserID1", "authUserID2", "apiParameter1", "apiParameter2",
                ]
            )
            #expect(entry["telSysID"] as? Int == 1 && entry["partIDInTelSys"] as? Int == 2)
            let user = try await members("/v1/users/elsewhere")
            #expect((user["playback"] as? [String: String])?["state"] == "outOfScope")
            #expect(user["passwordSet"] as? Bool == false)
            let server = try await members("/v1/telephony-servers/1")
            #expect(server["partitionCount"] as? Int == 2 && server["entryCount"] as? Int == 2)
            #expect(server["userCount"] as? Int == 4, "\(server)")
            let demonstration = try await members("/v1/entries/\(SampleCompany.demonstration)")
            #expect(demonstration["demonstrationSimulator"] as? Bool == true && demonstration["telSysID"] is NSNull)
            for secret in SampleCompany.secrets {
                #expect(
                    !(try await service.client.asAdmin("GET", "/v1/entries/\(SampleCompany.leeds)").text.contains(
                        secret
                    ))
                )
            }
        }
    }

    /// A request that is refused: status, code, and the fields that are wrong.
    struct Slip: Sendable, CustomTestStringConvertible {
        let request: String
        let body: String
        let headers: [Header]
        let status: Int
        let code: String
        let fields: [String]

        var testDescription: String { "\(request) \(body.prefix(60)) \(headers)" }

        init(_ request: String, _ status: Int, _ code: String) {
            self.init(request, "", status, code)
        }

        init(
            _ request: String,
            _ body: String,
            headers: [Header] = [],
            _ status: Int,
            _ code: String,
            _ fields: [String] = []
        ) {
            self.request = request
            self.body = body
            self.headers = headers
            self.status = status
            self.code = code
            self.fields = fields
        }
    }

    private static let office = "/v1/entries/\(SampleCompany.office)"
    private static let long = String(repeating: "x", count: 10_000)

    static let slips = [
        Slip("POST /v1/users", "{", 400, "bodyNotJSON"), Slip("POST /v1/users", "", 400, "bodyNotJSON"),
        Slip("POST /v1/users", "username=x", 400, "bodyNotJSON"),
        Slip("POST /v1/users", "\u{0}", 400, "bodyNotJSON"),
        Slip("POST /v1/users", "[]", 422, "fieldInvalid", [""]),
        Slip("POST /v1/users", "null", 422, "fieldInvalid", [""]),
        Slip(
            "POST /v1/users",
            "x=1",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            415,
            "mediaTypeNotSupported"
        ),
        Slip(
            "PATCH \(office)",
            "[]",
            headers: [("Content-Type", "application/json-patch+json")],
            415,
            "mediaTypeNotSupported"
        ),
        Slip(
            "PUT \(office)",
            "{}",
            headers: [("Content-Type", "application/merge-patch+json")],
            415,
            "mediaTypeNotSupported"
        ),
        Slip("POST /v1/users", "{}", 422, "fieldInvalid", ["username"]),
        Slip("POST /v1/users", #"{"username":7,"colour":1}"#, 422, "fieldInvalid", ["colour", "username"]),
        Slip("POST /v1/users", #"{"username":"\#(long)"}"#, 422, "fieldInvalid", ["username"]),
        Slip("POST /v1/users", #"{"username":"a\u0000b"}"#, 422, "fieldInvalid", ["username"]),
        Slip("POST /v1/users", #"{"username":"x","password":"short"}"#, 422, "fieldInvalid", ["password"]),
        Slip("POST /v1/users", #"{"username":"visitor"}"#, 409, "alreadyExists", ["username"]),
        Slip(
            "POST /v1/users",
            #"{"username":"x","fullName":"\#(String(repeating: long, count: 30))"}"#,
            413,
            "bodyTooLarge"
        ),
        Slip("POST /v1/partitions", #"{"telSysID":1,"partIDInTelSys":2}"#, 409, "alreadyExists", ["partIDInTelSys"]),
        Slip("POST /v1/partitions", #"{"telSysID":77,"partIDInTelSys":2}"#, 422, "fieldInvalid", ["telSysID"]),
        Slip("POST /v1/telephony-servers", #"{"telSysID":2147483648}"#, 422, "fieldInvalid", ["telSysID"]),
        Slip(
            "PUT \(office)",
            #"{"description":"","apiCommunicationSettings":{"ipAddrOrHost1":"ftp://x","apiParameter1":"\#(long)"}}"#,
            422,
            "fieldInvalid",
            ["apiCommunicationSettings.apiParameter1", "apiCommunicationSettings.ipAddrOrHost1", "description"]
        ),
        Slip("PATCH \(office)", #"{"callRecIntGUID":"x"}"#, 422, "fieldInvalid", ["callRecIntGUID"]),
        Slip("PATCH \(office)", #"{}"#, headers: [("If-Match", "unquoted")], 400, "badHeaderField"),
        Slip("PATCH \(office)", #"{}"#, headers: [("If-Match", "\"other\"")], 412, "preconditionFailed"),
        Slip("PUT \(office)", #"{"description":"x"}"#, 428, "preconditionRequired"),
        Slip("DELETE /v1/entries/\(SampleCompany.demonstration)", 409, "fixed"),
        Slip("DELETE /v1/telephony-servers/1", 409, "inUse"),
        Slip("GET /v1/users/nobody", 404, "notFound"), Slip("GET /v1/users/\(long)", 404, "notFound"),
        Slip("GET /v1/users/a%2Fb", 404, "notFound"), Slip("GET /v1/users/%00", 400, "badRequest"),
        Slip("GET /v1/users/%zz", 400, "badRequest"), Slip("GET /v1/users/%FF", 404, "notFound"),
        Slip("GET /v1/users/visitor/more", 404, "notFound"), Slip("GET /v1/telephony-servers/one", 404, "notFound"),
        Slip("GET /v1/telephony-servers/01", 404, "notFound"), Slip("GET /v1/telephony-servers/-1", 404, "notFound"),
        Slip("PUT /v1/users/\(long)", "{}", 422, "fieldInvalid", ["username"]),
        Slip("PUT /v1/entries/a%20b", #"{"description":"x"}"#, 422, "fieldInvalid", ["callRecIntGUID"]),
        Slip("GET /v1/users/visitor?x=1", 400, "badQuery"), Slip("DELETE /v1/users/visitor?x=1", 400, "badQuery"),
        Slip("POST /v1/users/visitor", "{}", 405, "methodNotAllowed"),
        Slip("PUT /v1/users", "{}", 405, "methodNotAllowed"),
        Slip("GET /v1/partitions?telSysID=x", 400, "badQuery"),
        Slip(
            "POST /v1/users",
            #"{"username":"x"}"#,
            headers: [("Idempotency-Key", String(repeating: "k", count: 256))],
            400,
            "badHeaderField"
        ),
    ]

    @Test("What cannot be done is refused with status, code and field, and changes nothing")
    func refused() async throws {
        try await ServiceUnderTest.run { service in
            let generation = service.registry.generation
            for slip in Self.slips {
                let words = slip.request.split(separator: " ").map(String.init)
                let answer = try await service.client.sendJSON(words[0], words[1], slip.body, headers: slip.headers)
                let name: Comment = "\(slip.testDescription): \(answer.status) \(answer.text.prefix(300))"
                #expect(answer.status == slip.status, name)
                #expect(try answer.problem.code == slip.code, name)
                #expect(answer.faults.sorted() == slip.fields, name)
                #expect(answer.members["field"] as? String == answer.faults.first, name)
                #expect(answer.text.utf8.count < 24_000, name)
            }
            #expect(service.registry.generation == generation)
            #expect(try await service.registry.auditRows(limit: 1).isEmpty)
        }
    }

    @Test("HEAD is answered where GET is, and Allow names what there is")
    func headsAndMethods() async throws {
        try await ServiceUnderTest.run { service in
            for kind in Self.kinds {
                _ = try await service.client.sendJSON("POST", kind.collection, kind.body)
                let get = try await service.client.asAdmin("GET", kind.path)
                let head = try await service.client.asAdmin("HEAD", kind.path)
                #expect(head.status == 200 && head.bytes.isEmpty && head["ETag"] == get["ETag"])
                #expect(head["Content-Length"] == get["Content-Length"])
                let one = try await service.client.send("OPTIONS", kind.path)
                #expect(one["Allow"] == "GET, HEAD, PUT, PATCH, DELETE, OPTIONS")
                let all = try await service.client.send("OPTIONS", kind.collection)
                #expect(all["Allow"] == "GET, HEAD, POST, OPTIONS")
            }
        }
    }

    @Test("Partitions are listed by server and number, found by description, and page by page")
    func partitions() async throws {
        try await ServiceUnderTest.run { service in
            func list(_ query: String) async throws -> (numbers: [Int], total: Int?, next: String?) {
                let members = try await service.client.asAdmin("GET", "/v1/partitions?\(query)").members
                let parts = members["partitions"] as? [[String: Any]] ?? []
                return (
                    parts.compactMap { $0["partIDInTelSys"] as? Int }, members["total"] as? Int,
                    members["next"] as? String
                )
            }
            let one = try await list("telSysID=1")
            #expect(one.numbers == [1, 2] && one.total == 2 && one.next == nil)
            #expect(try await list("telSysID=1&search=lee").numbers == [2])
            #expect(try await list("telSysID=4").total == 0)
            let all = try await list("")
            #expect(all.total == 5)
            var (pages, next): ([Int], String?) = ([], "")
            while let place = next {
                let page = try await list("limit=2" + (place.isEmpty ? "" : "&after=\(place)"))
                pages += page.numbers
                next = page.next
            }
            #expect(pages == all.numbers)
        }
    }

    @Test("The description for tools tells methods, conditions and statuses")
    func described() async throws {
        try await ServiceUnderTest.run { service in
            let paths = try await service.client.send("GET", "/openapi.json").members["paths"] as? [String: Any]
            for address in [
                "/v1/entries/{callRecIntGUID}", "/v1/users/{username}", "/v1/telephony-servers/{telSysID}",
                "/v1/partitions/{partitionGUID}",
            ] {
                let path = try #require(paths?[address] as? [String: [String: Any]], "\(address)")
                #expect(Set(path.keys) == ["get", "put", "patch", "delete"])
                let put = try #require(path["put"])
                let names = (put["parameters"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? []
                #expect(names.dropFirst() == ["If-Match", "If-None-Match"])
                #expect(Set((put["responses"] as? [String: Any] ?? [:]).keys) == ["200", "201", "default"])
            }
        }
    }
}
