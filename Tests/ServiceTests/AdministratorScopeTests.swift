import ExampleCompany
import Foundation
import HTTPTypes
import Recordings
import Registry
import Service
import Testing

/// What administrators of everything, of a Telephony Server and of a Partition may ask: one rule for every endpoint.
@Suite("Administrators' scopes", .timeLimit(.minutes(5)))
struct AdministratorScopeTests {
    /// A request, and the status that each kind of administrator is answered with.
    struct Row: Sendable, CustomTestStringConvertible {
        let method: String
        let target: String
        let everything: Int
        let headOffice: Int
        let leeds: Int
        var body = ""

        var testDescription: String { "\(method) \(target)" }

        init(_ request: String, _ everything: Int, _ headOffice: Int, _ leeds: Int, body: String = "") {
            let words = request.split(separator: " ").map(String.init)
            method = words[0]
            target = words[1]
            self.everything = everything
            self.headOffice = headOffice
            self.leeds = leeds
            self.body = body
        }

        func status(_ administrator: Administrators) -> Int {
            switch administrator {
            case .everything: everything
            case .headOffice: headOffice
            case .leeds: leeds
            }
        }

        /// Whether it asks what an endpoint's path says.
        func fits(_ endpoint: EndpointDeclaration) -> Bool {
            let asked = target.prefix { $0 != "?" }.split(separator: "/")
            let declared = endpoint.path.split(separator: "/")
            return endpoint.method.rawValue == method && asked.count == declared.count
                && zip(asked, declared).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
        }
    }

    private static let time = "2026-11-20T09:15:03Z"
    private static let office = SampleCompany.office
    private static let leeds = SampleCompany.leeds
    private static let demonstration = SampleCompany.demonstration
    private static let partition = ExampleCompany.leeds.partitionGUID.rawValue

    /// An entry without hosts, as it is being typed.
    private static func typed(_ members: String) -> String { "{\"description\":\"Typed\"\(members)}" }

    static let rows = [
        Row("GET /", 200, 200, 200),
        Row("GET /console/calls", 404, 404, 404),
        Row("GET /console/calls/S-1?user=supervisor&telSysID=1&startTime=\(time)", 200, 200, 403),
        Row("GET /console/calls/S-1?user=team%20lead&telSysID=1&startTime=\(time)", 200, 200, 200),
        Row("GET /console/why", 200, 200, 200),
        Row("GET /console/recording", 200, 200, 200),
        Row("GET /console/users", 200, 200, 200),
        Row("GET /console/servers", 200, 200, 200),
        Row("GET /console/live", 200, 403, 403),
        Row("GET /v1/entries", 200, 200, 200),
        Row("GET /v1/users", 200, 200, 200),
        Row("GET /v1/telephony-servers", 200, 200, 200),
        Row("GET /v1/registry", 200, 403, 403),
        Row("POST /v1/registry/changes", 200, 200, 200),
        Row("POST /v1/registry/changes", 200, 403, 403, body: #"{"user":{"username":"elsewhere"}}"#),
        Row("GET /v1/partitions", 200, 200, 200),
        // What changes is refused elsewhere for other reasons, so that all three ask about the same.
        Row("GET /v1/entries/\(office)", 200, 200, 404),
        Row("PUT /v1/entries/\(office)", 428, 428, 403, body: #"{"description":"x"}"#),
        Row("PATCH /v1/entries/\(office)", 200, 200, 403, body: "{}"),
        Row("DELETE /v1/entries/\(demonstration)", 409, 403, 403),
        Row("POST /v1/entries", 422, 403, 403, body: #"{"description":"x","telSysID":77}"#),
        Row("GET /v1/users/elsewhere", 200, 404, 404),
        Row("PUT /v1/users/supervisor", 428, 428, 403, body: "{}"),
        Row("PATCH /v1/users/team%20lead", 200, 200, 200, body: "{}"),
        Row("DELETE /v1/users/nobody", 404, 403, 403),
        Row("POST /v1/users", 409, 409, 409, body: #"{"username":"elsewhere"}"#),
        Row("GET /v1/telephony-servers/1", 200, 200, 200),
        Row("PUT /v1/telephony-servers/1", 428, 428, 403, body: "{}"),
        Row("PATCH /v1/telephony-servers/1", 200, 200, 403, body: "{}"),
        Row("DELETE /v1/telephony-servers/1", 409, 409, 403),
        Row("POST /v1/telephony-servers", 409, 409, 409, body: #"{"telSysID":1}"#),
        Row("GET /v1/partitions/\(partition)", 200, 200, 200),
        Row("PUT /v1/partitions/\(partition)", 428, 428, 428, body: #"{"telSysID":1,"partIDInTelSys":2}"#),
        Row("PATCH /v1/partitions/\(partition)", 200, 200, 200, body: "{}"),
        Row("DELETE /v1/partitions/\(partition)", 409, 409, 409),
        Row(
            "POST /v1/partitions",
            409,
            409,
            409,
            body: #"{"partitionGUID":"\#(partition)","telSysID":1,"partIDInTelSys":2}"#
        ),
        Row("GET /v1/debug/resolution?user=supervisor&telSysID=1&startTime=\(time)&probe=none", 200, 200, 403),
        Row("GET /v1/debug/resolution?user=team%20lead&telSysID=1&startTime=\(time)&probe=none", 200, 200, 200),
        Row("GET /v1/debug/resolution?user=elsewhere&telSysID=1&startTime=\(time)&probe=none", 200, 403, 403),
        Row("GET /v1/debug/resolution?user=nobody&telSysID=1&startTime=\(time)&probe=none", 200, 403, 403),
        Row("GET /v1/debug/hosts", 200, 200, 200),
        Row("GET /v1/debug/hosts?entry=\(office)", 200, 200, 403),
        Row("GET /v1/debug/hosts?entry=\(demonstration)", 200, 403, 403),
        Row("GET /v1/debug/quota", 200, 200, 200),
        Row("GET /v1/debug/quota?entry=\(leeds)", 200, 200, 200),
        Row("GET /v1/debug/quota?entry=\(office)", 200, 200, 403),
        Row("GET /v1/debug/cache", 200, 403, 403),
        Row("GET /v1/debug/live", 200, 403, 403),
        Row("POST /v1/debug/entries/\(office)/test", 200, 200, 403),
        Row("POST /v1/debug/entries/\(demonstration)/test", 200, 403, 403),
        // Nobody's scope, the server's, the Partition's; and a stored entry, typed over.
        Row("POST /v1/debug/entries/test", 200, 403, 403, body: typed("")),
        Row("POST /v1/debug/entries/test", 200, 200, 403, body: typed(",\"telSysID\":1")),
        Row("POST /v1/debug/entries/test", 200, 200, 200, body: typed(",\"telSysID\":1,\"partIDInTelSys\":2")),
        Row(
            "POST /v1/debug/entries/test",
            200,
            200,
            403,
            body: typed(",\"telSysID\":1,\"partIDInTelSys\":2,\"callRecIntGUID\":\"\(office)\"")
        ),
        Row("GET /v1/hooks/dubber/\(office)", 200, 200, 403),
        Row("GET /v1/hooks/dubber/\(leeds)", 200, 200, 200),
        Row("GET /v1/hooks/dubber/\(demonstration)", 200, 403, 403),
        Row("DELETE /v1/cache?all=true", 200, 403, 403),
        Row("DELETE /v1/cache?recording=041", 200, 403, 403),
        Row("DELETE /v1/cache?entry=\(leeds)", 200, 200, 200),
        Row("DELETE /v1/cache?entry=\(office)&recording=041", 200, 200, 403),
        Row("DELETE /v1/cache?entry=\(demonstration)", 200, 403, 403),
        Row("DELETE /v1/cache?telSysID=1", 200, 200, 403),
        Row("DELETE /v1/cache?user=team%20lead", 200, 200, 200),
        Row("DELETE /v1/cache?user=elsewhere", 200, 403, 403),
        Row("DELETE /v1/cache?user=nobody", 400, 403, 403),
        Row("GET /console/tokens", 200, 403, 403),
        Row("GET /console/keys", 200, 403, 403),
        Row("GET /console/listened", 200, 200, 200),
        Row("GET /console/listened?show=changes", 200, 403, 403),
        Row("GET /v1/tokens", 200, 403, 403),
        Row("POST /v1/tokens", 201, 403, 403, body: #"{"name":"made","role":"report"}"#),
        Row("DELETE /v1/tokens/made", 204, 403, 403),
        Row("GET /v1/keys", 200, 403, 403),
        Row("POST /v1/keys/signing/rotate", 200, 403, 403),
        Row("GET /v1/audit/changes", 200, 403, 403),
        Row("GET /v1/audit?call=callhalf-1:0", 200, 200, 200),
        Row("GET /v1/audit?call=callhalf-1:0&entry=\(office)", 200, 200, 403),
        Row("GET /v1/audit?call=callhalf-1:0&entry=\(demonstration)", 200, 403, 403),
        Row("GET /v1/audit", 200, 403, 403),
        Row("GET /v1/audit?entry=\(office)", 200, 200, 403),
        Row("GET /v1/audit?user=team%20lead", 200, 200, 200),
        Row("GET /v1/audit?user=elsewhere", 200, 403, 403),
        Row("GET /v1/audit?user=elsewhere&entry=\(leeds)", 200, 200, 200),
        // Watchers come with tokens: no cookie opens it.
        Row("GET /metrics", 200, 403, 403),
        Row("GET /v1/audio/\(office)/041", 200, 200, 403),
        Row("HEAD /v1/audio/\(office)/041", 200, 200, 403),
        Row("GET /v1/audio/\(demonstration)/04900", 200, 403, 403),
        Row("GET /v1/audio/\(office)/041/peaks", 422, 422, 403),
        Row("POST /v1/availability", 200, 200, 403, body: SampleRow.body([SampleRow()])),
        Row("POST /v1/availability", 200, 200, 200, body: SampleRow.body([SampleRow()], user: "team lead")),
        Row("POST /v1/availability", 200, 403, 403, body: SampleRow.body([SampleRow()], user: "elsewhere")),
    ]

    @Test("each administrator is answered what lies in its scope, and refused the rest")
    func table() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            for administrator in Administrators.allCases {
                let cookie = try await service.cookie(of: administrator)
                for row in Self.rows {
                    let answer = try await service.client.send(
                        row.method,
                        row.target,
                        headers: [cookie, ServiceUnderTest.sameOrigin, ("Content-Type", "application/json")],
                        body: Array(row.body.utf8)
                    )
                    let name: Comment =
                        "\(row.testDescription) \(row.body) by \(administrator): \(answer.text.prefix(200))"
                    #expect(answer.status == row.status(administrator), name)
                    if answer.status == 403, answer["Content-Type"] == "application/problem+json", row.method != "HEAD"
                    {
                        let code = try answer.problem.code
                        #expect(["scopeNotSufficient", "outsideScope"].contains(code), name)
                    }
                }
            }
        }
    }

    @Test("the table has every endpoint that a role opens")
    func isComplete() async throws {
        try await ServiceUnderTest.run { service in
            for endpoint in service.service.endpoints {
                switch endpoint.access {
                case .anybody, .sameOrigin, .secretInAddress, .ownSession: continue
                case .role, .roleOrThisMachine, .page, .signedURL:
                    let isThere = Self.rows.contains { $0.fits(endpoint) }
                    #expect(isThere || endpoint.method == .head, "\(endpoint.method) \(endpoint.path)")
                }
            }
        }
    }

    private struct Entries: Decodable {
        struct Entry: Decodable { let callRecIntGUID: String }
        let entries: [Entry]
        var total: Int?
    }

    private struct Users: Decodable {
        struct User: Decodable { let username: String }
        let users: [User]
        let total: Int
    }

    private struct Servers: Decodable {
        struct Partition: Decodable { let partIDInTelSys: Int }
        struct Server: Decodable {
            let telSysID: Int
            let partitionCount: Int
            let partitions: [Partition]
        }
        let telephonyServers: [Server]
        let total: Int
    }

    @Test("lists hold what lies in the scope, and count nothing else", arguments: Administrators.allCases)
    func lists(administrator: Administrators) async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let other = #"{"partitions":[{"partitionGUID":"p3","telSysID":1,"partIDInTelSys":3,"description":"York"}]}"#
            try service.registry.importFile(Data(other.utf8))
            let cookie = try await service.cookie(of: administrator)
            func get<Value: Decodable & Sendable>(_ target: String) async throws -> Value {
                try await service.client.send("GET", target, headers: [cookie]).decoded()
            }
            let expected: (entries: Set<String>, users: Set<String>, servers: [Int], partitions: [Int]) =
                switch administrator {
                case .everything:
                    (
                        [Self.office, Self.leeds, Self.demonstration],
                        [
                            "supervisor", "team lead", "visitor", "elsewhere", "london", "everything", "head office",
                            "leeds",
                        ],
                        [1, 2, 3, 4], [1, 2, 3]
                    )
                case .headOffice:
                    (
                        [Self.office, Self.leeds],
                        ["supervisor", "team lead", "visitor", "london", "head office", "leeds"], [1],
                        [1, 2, 3]
                    )
                case .leeds: ([Self.leeds], ["team lead", "leeds"], [1], [2])
                }
            let entries: Entries = try await get("/v1/entries")
            #expect(Set(entries.entries.map(\.callRecIntGUID)) == expected.entries)
            #expect(entries.total == expected.entries.count)
            let users: Users = try await get("/v1/users")
            #expect(Set(users.users.map(\.username)) == expected.users)
            #expect(users.total == expected.users.count)
            let servers: Servers = try await get("/v1/telephony-servers")
            #expect(servers.telephonyServers.map(\.telSysID) == expected.servers)
            #expect(servers.total == expected.servers.count)
            #expect(servers.telephonyServers.first?.partitions.map(\.partIDInTelSys) == expected.partitions)
            #expect(servers.telephonyServers.first?.partitionCount == expected.partitions.count)
            for target in ["/v1/debug/hosts", "/v1/debug/quota"] {
                let told: Entries = try await get(target)
                #expect(Set(told.entries.map(\.callRecIntGUID)) == expected.entries)
            }
        }
    }

    private struct Explanation: Decodable {
        struct Verdict: Decodable { let reason: String }
        struct Quota: Decodable { let remainingToday: Int }
        struct Host: Decodable { let position: Int }
        struct Resolution: Decodable {
            struct Rule: Decodable { let rule: String }
            let rules: [Rule]
        }
        let verdict: Verdict
        let resolution: Resolution
        let hosts: [Host]
        let quota: [Quota]
    }

    @Test("why a row can be played is told of one's own users, and of an entry outside no further than the rules")
    func explanation() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let user =
                #"{"users":[{"username":"york","scope":{"telSysID":1,"partIDInTelSys":2},"recordingPlayback":"\#(Self.office)"}]}"#
            try service.registry.importFile(Data(user.utf8))
            for administrator in [Administrators.headOffice, .leeds] {
                let answer = try await service.client.send(
                    "GET",
                    SampleRow().query(user: "york", probe: "live"),
                    headers: [service.cookie(of: administrator)]
                )
                #expect(answer.status == 200, "\(answer.text)")
                let explanation = try answer.decoded(as: Explanation.self)
                #expect(explanation.resolution.rules.count == 6)
                let isOwn = administrator == .headOffice
                #expect(explanation.hosts.isEmpty != isOwn && explanation.quota.isEmpty != isOwn, "\(answer.text)")
                #expect(isOwn == (explanation.verdict.reason == "matchedExternalCallID"), "\(answer.text)")
            }
        }
    }
}
