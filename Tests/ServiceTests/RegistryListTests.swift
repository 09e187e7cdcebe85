import Foundation
import GRDB
import Registry
import Service
import Testing

/// `GET /v1/entries`, `/v1/users` and `/v1/telephony-servers`.
@Suite("Lists of the registry")
struct RegistryListTests {
    private static let targets = ["/v1/entries", "/v1/users", "/v1/telephony-servers"]

    private struct Scope: Decodable, Hashable {
        let telSysID: Int?
        let partIDInTelSys: Int?
    }

    private struct Entries: Decodable {
        struct Entry: Decodable {
            struct Host: Decodable {
                let position: Int
                let host: String
            }

            let callRecIntGUID: String
            let callRecIntType: String
            let description: String
            let scope: Scope
            let scopeNames: [String]
            let demonstrationSimulator: Bool
            let hosts: [Host]
            let userCount: Int
            let outOfScopeUserCount: Int
        }

        let entries: [Entry]
        let total: Int
        let next: String?
    }

    private struct DebugHosts: Decodable {
        struct Entry: Decodable {
            let hosts: [Entries.Entry.Host]
        }

        let entries: [Entry]
    }

    private struct Users: Decodable {
        struct User: Decodable {
            struct Playback: Decodable {
                let state: String
                let message: String
            }

            let username: String
            let scope: Scope
            let scopeNames: [String]
            let recordingPlayback: String?
            let recordingPlaybackDescription: String?
            let administrator: Bool
            let playback: Playback
        }

        let users: [User]
        let total: Int
        let next: String?
    }

    private struct Servers: Decodable {
        struct Server: Decodable {
            struct Part: Decodable {
                let partIDInTelSys: Int
                let description: String
            }

            let telSysID: Int
            let demonstrationSimulator: Bool
            let partitionCount: Int
            let entryCount: Int?
            let userCount: Int?
            let partitions: [Part]
        }

        let telephonyServers: [Server]
        let total: Int
        let next: String?
    }

    @Test("entries come as the tree of scopes has them, with who uses each")
    func entries() async throws {
        try await ServiceUnderTest.run { service in
            let list: Entries = try await service.client.document("/v1/entries")
            #expect(
                list.entries.map(\.callRecIntGUID)
                    == [SampleCompany.demonstration, SampleCompany.office, SampleCompany.leeds]
            )
            #expect(list.total == 3)
            #expect(list.next == nil)
            #expect(list.entries.map(\.demonstrationSimulator) == [true, false, false])
            #expect(list.entries[2].scope == Scope(telSysID: 1, partIDInTelSys: 2))
            #expect(list.entries.map(\.scopeNames) == [[], ["Head office"], ["Head office", "Leeds"]])
            #expect(list.entries.map(\.userCount) == [0, 2, 2])
            #expect(list.entries.map(\.outOfScopeUserCount) == [0, 0, 1])
            #expect(list.entries.map { $0.hosts.map(\.position) } == [[1], [1, 2], [1]])
            #expect(list.entries.allSatisfy { $0.callRecIntType == "Dubber" })
        }
    }

    @Test("a host field of nothing but spaces is no host, wherever hosts are told")
    func blankHosts() async throws {
        try await ServiceUnderTest.run { service in
            let database = try DatabaseQueue(path: service.folder.path + "/registry.sqlite")
            try await database.write { db in
                try db.execute(
                    sql: "UPDATE callRecInt SET ipAddrOrHost1 = ' \t', ipAddrOrHost2 = '  ' WHERE callRecIntGUID = ?",
                    arguments: [SampleCompany.office]
                )
            }
            try await service.registry.refreshIfChanged()
            let list: Entries = try await service.client.document("/v1/entries")
            let office = try #require(list.entries.first { $0.callRecIntGUID == SampleCompany.office })
            #expect(office.hosts.map(\.host) == [])
            let debug: DebugHosts = try await service.client.document("/v1/debug/hosts?entry=\(SampleCompany.office)")
            #expect(debug.entries.map { $0.hosts.map(\.host) } == [[]])
            let live: LiveDocument = try await service.client.document("/v1/debug/live")
            #expect(!live.quota.contains { $0.callRecIntGUID == SampleCompany.office })
        }
    }

    @Test("users come with their entry and whether it is of use to them")
    func users() async throws {
        try await ServiceUnderTest.run { service in
            let list: Users = try await service.client.document("/v1/users")
            let states = Dictionary(uniqueKeysWithValues: list.users.map { ($0.username, $0.playback.state) })
            #expect(
                states == [
                    "supervisor": "permitted", "london": "permitted", "team lead": "permitted",
                    "visitor": "notAssigned", "elsewhere": "outOfScope",
                ]
            )
            #expect(list.users.map(\.username) == list.users.map(\.username).sorted())
            #expect(list.users.allSatisfy { !$0.playback.message.isEmpty })
            let lead = try #require(list.users.first { $0.username == "team lead" })
            #expect(lead.scopeNames == ["Head office", "Leeds"] && lead.recordingPlaybackDescription == "Leeds Dubber")
            let visitor = try #require(list.users.first { $0.username == "visitor" })
            #expect(visitor.recordingPlayback == nil && visitor.recordingPlaybackDescription == nil)
            let leeds: Users = try await service.client.document("/v1/users?entry=\(SampleCompany.leeds)")
            #expect(leeds.users.map(\.username) == ["elsewhere", "team lead"])
            #expect(leeds.total == 2)
        }
    }

    @Test("entries that cover a user of some scope are told, to an administrator of a part those of that part")
    func covering() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let (wide, office, leeds) = (SampleCompany.demonstration, SampleCompany.office, SampleCompany.leeds)
            for (administrator, expected): (Administrators, [String: [String]]) in [
                (
                    .everything,
                    [
                        "-1": [wide], "1": [wide, office], "1,2": [wide, office, leeds], "1,1": [wide, office],
                        "2": [wide],
                        "9,9": [wide],
                    ]
                ),
                (.headOffice, ["-1": [], "1": [office], "1,2": [office, leeds], "2": []]),
                (.leeds, ["-1": [], "1": [], "1,2": [leeds], "2": []]),
            ] {
                let cookie = try await service.cookie(of: administrator)
                for (scope, guids) in expected {
                    let answer = try await service.client.send(
                        "GET",
                        "/v1/entries?covering=\(scope)",
                        headers: [cookie]
                    )
                    let list = try answer.decoded(as: Entries.self)
                    #expect(list.entries.map(\.callRecIntGUID) == guids, "\(administrator) \(scope)")
                    #expect(list.total == guids.count && list.next == nil)
                }
            }
            let found: Entries = try await service.client.document("/v1/entries?covering=1,2&search=leeds")
            #expect(found.entries.map(\.callRecIntGUID) == [leeds])
        }
    }

    @Test("entries and users of a Telephony Server or Partition are told, as far as they are administered")
    func ofComponent() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            for (administrator, query, users, entries): (Administrators, String, Set<String>, [String]) in [
                (
                    .everything, "telSysID=1",
                    ["supervisor", "london", "team lead", "visitor", "head office", "leeds"],
                    [SampleCompany.office, SampleCompany.leeds]
                ),
                (.everything, "telSysID=1&partIDInTelSys=2", ["team lead", "leeds"], [SampleCompany.leeds]),
                (.everything, "telSysID=2147483647", [], []),
                (.headOffice, "telSysID=2", [], []),
                (.leeds, "telSysID=1", ["team lead", "leeds"], [SampleCompany.leeds]),
                (.leeds, "telSysID=1&partIDInTelSys=1", [], []),
            ] {
                let cookie = try await service.cookie(of: administrator)
                let listed = try await service.client.send("GET", "/v1/users?\(query)", headers: [cookie])
                    .decoded(as: Users.self)
                #expect(Set(listed.users.map(\.username)) == users && listed.total == users.count, "\(query)")
                let found = try await service.client.send("GET", "/v1/entries?\(query)", headers: [cookie])
                    .decoded(as: Entries.self)
                #expect(found.entries.map(\.callRecIntGUID) == entries && found.total == entries.count, "\(query)")
            }
        }
    }

    @Test(
        "a scope that is none is 400",
        arguments: [
            "partIDInTelSys=1", "telSysID=-1", "telSysID=2147483648", "telSysID=1&partIDInTelSys=-1", "covering=",
            "covering=1,", "covering=1,2,3", "covering=all", "covering=2147483648", "covering=1,-1",
        ]
    )
    func badScope(query: String) async throws {
        try await ServiceUnderTest.run { service in
            for target in query.hasPrefix("covering") ? ["/v1/entries"] : ["/v1/entries", "/v1/users"] {
                let answer = try await service.client.asAdmin("GET", "\(target)?\(query)")
                #expect(answer.status == 400)
                #expect(try answer.problem.code == "badQuery")
            }
        }
    }

    @Test("Telephony Servers come with their Partitions and the demonstration flag")
    func servers() async throws {
        try await ServiceUnderTest.run { service in
            let list: Servers = try await service.client.document("/v1/telephony-servers")
            #expect(list.telephonyServers.map(\.telSysID) == [1, 2, 3, 4])
            #expect(list.telephonyServers.map(\.demonstrationSimulator) == [false, false, true, false])
            #expect(list.telephonyServers.map(\.partitionCount) == [2, 2, 1, 0])
            #expect(list.telephonyServers[0].partitions.map(\.description) == ["London", "Leeds"])
            #expect(list.telephonyServers.map(\.entryCount) == [2, 0, 0, 0])
            #expect(list.telephonyServers.map(\.userCount) == [4, 1, 0, 0])
            let bare: Servers = try await service.client.document("/v1/telephony-servers?partitions=0")
            #expect(bare.telephonyServers.allSatisfy { $0.partitions.isEmpty })
            #expect(bare.telephonyServers.map(\.partitionCount) == [2, 2, 1, 0])
        }
    }

    @Test("pages follow each other without overlap")
    func pages() async throws {
        try await ServiceUnderTest.run { service in
            var names: [String] = []
            var after: String? = ""
            while let place = after {
                let query = place.isEmpty ? "" : "&after=\(place)"
                let page: Users = try await service.client.document("/v1/users?limit=3\(query)")
                #expect(page.users.count <= 3)
                #expect(page.total == 5)
                names += page.users.map(\.username)
                after = page.next
            }
            #expect(names == ["elsewhere", "london", "supervisor", "team lead", "visitor"])
        }
    }

    @Test(
        "a page that cannot be given is 400",
        arguments: [
            "limit=0", "limit=1001", "limit=x", "after=x", "after=", "search=\(String(repeating: "a", count: 129))",
            "colour=red",
        ]
    )
    func badPage(query: String) async throws {
        try await ServiceUnderTest.run { service in
            for target in Self.targets {
                let answer = try await service.client.asAdmin("GET", "\(target)?\(query)")
                #expect(answer.status == 400)
                #expect(try answer.problem.code == "badQuery")
            }
        }
    }

    @Test("only administrators read them, and no secret is in them")
    func rolesAndSecrets() async throws {
        try await ServiceUnderTest.run { service in
            for target in Self.targets {
                #expect(try await service.client.send("GET", target).status == 401)
                let report = try await service.client.send("GET", target, token: ServiceUnderTest.reportToken)
                #expect(report.status == 403)
                let answer = try await service.client.asAdmin("GET", target)
                #expect(answer["Cache-Control"] == "no-store")
                for secret in SampleCompany.secrets { #expect(!answer.text.contains(secret)) }
            }
        }
    }
}
