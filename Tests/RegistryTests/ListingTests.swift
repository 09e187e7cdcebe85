import Foundation
import Recordings
import Registry
import Testing

/// Lists by page and search.
struct ListingTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    private func open() throws -> Registry {
        let registry = try folder.open()
        let partitions = (0..<3).map {
            #"{"partitionGUID":"p\#($0)","telSysID":1,"partIDInTelSys":\#($0),"description":"Part \#($0)"}"#
        }
        let entries = (0..<9).map { number in
            let scope = [#""telSysID":-1"#, #""telSysID":1"#, #""telSysID":1,"partIDInTelSys":2"#][number % 3]
            return
                #"{"callRecIntGUID":"E-\#(number)","description":"\#(number < 5 ? "same" : "Other \(number)")",\#(scope),"#
                + #""apiCommunicationSettings":{"ipAddrOrHost1":"API\#(number).dubber.net/uk1"}}"#
        }
        let users = (0..<20).map { number in
            let scope = [#"{}"#, #"{"telSysID":1}"#, #"{"telSysID":1,"partIDInTelSys":2}"#, #"{"telSysID":2}"#][
                number % 4
            ]
            return
                #"{"username":"user \#(number)","fullName":"\#(number.isMultiple(of: 2) ? "Emma" : "\u{C9}mile")","scope":\#(scope),"recordingPlayback":"E-\#(number % 2)"}"#
        }
        try registry.importFile(
            Data(
                """
                {"telephonyServers":[{"telSysID":1,"description":"Head"},{"telSysID":2},{"telSysID":21}],
                 "partitions":[\(partitions.joined(separator: ","))],"callRecInts":[\(entries.joined(separator: ","))],
                 "users":[\(users.joined(separator: ","))]}
                """.utf8
            )
        )
        return registry
    }

    /// All keys of a list, asked for by pages of one size.
    private func all<Key>(
        by limit: Int,
        _ page: (ListPlace?, Int) async throws -> RegistryPage<Key>
    ) async throws -> [Key] {
        var (keys, place): ([Key], ListPlace?) = ([], nil)
        repeat {
            let found = try await page(place, limit)
            #expect(found.keys.count <= limit)
            keys += found.keys
            // By way of an address.
            place = try found.next.map { try #require(ListPlace($0.text)) }
        } while place != nil
        return keys
    }

    @Test("Pages of any size give each entry once, as the tree of scopes has them", arguments: [1, 2, 3, 7, 100])
    func entries(limit: Int) async throws {
        let registry = try open()
        defer { registry.close() }
        let keys = try await all(by: limit) { try await registry.entries(after: $0, limit: $1) }
        let expected = registry.snapshot.entries.values.sorted { left, right in
            (
                left.scope.telSysID?.rawValue ?? -1, left.scope.partIDInTelSys?.rawValue ?? -1, left.description,
                left.callRecIntGUID
            )
                < (
                    right.scope.telSysID?.rawValue ?? -1, right.scope.partIDInTelSys?.rawValue ?? -1, right.description,
                    right.callRecIntGUID
                )
        }
        #expect(keys == expected.map(\.callRecIntGUID))
        #expect(try await registry.entryCount() == keys.count)
    }

    @Test(
        "Entries that serve a user are exactly those whose scope covers the user's, within what is administered",
        // By the indexes of the texts too, where there are very many.
        arguments: [(1, 0), (2, 0), (100, 0), (100, 600)]
    )
    func serving(limit: Int, others: Int) async throws {
        let registry = try open()
        defer { registry.close() }
        let more = (0..<others).map {
            #"{"callRecInt":{"callRecIntGUID":"M-\#($0)","description":"many","telSysID":-1}}"#
        }
        if others > 0 { try registry.importFile(Data(more.joined(separator: "\n").utf8)) }
        let scopes: [Scope] = [
            .applicationWide, .telephonyServer(TelSysID(1)), .partition(TelSysID(1), PartIDInTelSys(2)),
            .partition(TelSysID(1), PartIDInTelSys(1)), .telephonyServer(TelSysID(2)),
        ]
        for user in scopes {
            for scope in scopes {
                for search in [nil, "same", "OTHER", "api", "e-", "nothing"] {
                    let keys = try await all(by: limit) {
                        try await registry.entries(serving: user, search: search, within: scope, after: $0, limit: $1)
                            .page
                    }
                    let found = try await all(by: 1_000) {
                        try await registry.entries(search: search, after: $0, limit: $1)
                    }
                    let expected = found.filter { guid in
                        registry.snapshot.entries[guid].map {
                            $0.scope.serves(userScope: user) && AdministratorScope(scope).covers($0)
                        } ?? false
                    }
                    #expect(keys == expected, "\(user) \(scope) \(search ?? "")")
                    let total = try await registry.entries(serving: user, search: search, within: scope, limit: 1).total
                    #expect(total == expected.count)
                }
            }
        }
    }

    /// A search of entries and what it finds, in order.
    static let entrySearches: [(String, [String])] = [
        ("same", ["E-0", "E-1", "E-2", "E-3", "E-4"]), ("SAME", ["E-0", "E-1", "E-2", "E-3", "E-4"]),
        ("other 7", ["E-7"]), ("api3.dub", ["E-3"]), ("e-8", ["E-8"]), ("nothing", []), ("50%", []), ("_ame", []),
        ("dubber", ["d7ae7ea9bf56ebdc:-3f5d0705:1559c8e762d:-8000"]),
    ]

    @Test("A search finds what begins so, once, whichever text it is", arguments: entrySearches.indices, [1, 2, 100])
    func entrySearch(_ index: Int, limit: Int) async throws {
        let registry = try open()
        defer { registry.close() }
        let (search, expected) = Self.entrySearches[index]
        let keys = try await all(by: limit) { try await registry.entries(search: search, after: $0, limit: $1) }
        #expect(keys.map(\.rawValue) == expected)
        #expect(try await registry.entryCount(search: search) == expected.count)
    }

    @Test("Users are found by name and full name, whatever the case, by entry, and by scope", arguments: [1, 3, 100])
    func users(limit: Int) async throws {
        let registry = try open()
        defer { registry.close() }
        let names = (0..<20).map { "user \($0)" }.sorted()
        #expect(try await all(by: limit) { try await registry.users(after: $0, limit: $1) } == names)
        let search = { (search: String) in
            try await self.all(by: limit) { try await registry.users(search: search, after: $0, limit: $1) }
        }
        #expect(try await search("USER 1") == names.filter { $0.hasPrefix("user 1") })
        #expect(try await search("emma") == names.filter { Int($0.dropFirst(5)).map { $0.isMultiple(of: 2) } == true })
        #expect(try await search("\u{E9}mile").count == 10)
        let assigned = try await all(by: limit) { place, limit in
            try await registry.users(assigned: CallRecIntGUID("E-1"), after: place, limit: limit)
        }
        #expect(assigned.count == 10)
        #expect(try await registry.userCount(assigned: CallRecIntGUID("E-1")) == 10)
        for (scope, count) in [
            (Scope.telephonyServer(TelSysID(1)), 10), (.partition(TelSysID(1), PartIDInTelSys(2)), 5),
            (.telephonyServer(TelSysID(2)), 5), (.telephonyServer(TelSysID(21)), 0),
        ] {
            let within = try await all(by: limit) { try await registry.users(within: scope, after: $0, limit: $1) }
            #expect(Set(within).count == count && within.count == count)
            #expect(try await registry.userCount(within: scope) == count)
            #expect(within.allSatisfy { registry.snapshot.users[$0]?.scope.telSysID == scope.telSysID })
        }
    }

    @Test("Telephony Servers are found by number and description, Partitions by server", arguments: [1, 100])
    func components(limit: Int) async throws {
        let registry = try open()
        defer { registry.close() }
        let servers = { (search: String?, scope: Scope) in
            try await self.all(by: limit) {
                try await registry.telephonyServers(
                    search: search,
                    within: scope,
                    after: $0,
                    limit: $1,
                    maximumPartitions: 2
                )
            }
        }
        #expect(try await servers(nil, .applicationWide).map(\.server.telSysID.rawValue) == [1, 2, 21])
        #expect(try await servers("2", .applicationWide).map(\.server.telSysID.rawValue) == [2, 21])
        #expect(try await servers("head", .applicationWide).map(\.partitionCount) == [3])
        let own = try await servers(nil, .partition(TelSysID(1), PartIDInTelSys(2)))
        #expect(own.map { $0.partitions.map(\.partitionGUID.rawValue) } == [["p2"]])
        let belongings = try await registry.belongings(
            to: [
                .telephonyServer(TelSysID(1)), .partition(TelSysID(1), PartIDInTelSys(2)),
                .telephonyServer(TelSysID(21)),
            ]
        )
        #expect(belongings.map(\.entries) == [6, 3, 0])
        #expect(belongings.map(\.users) == [10, 5, 0])
        let parts = try await all(by: limit) { try await registry.partitions(of: TelSysID(1), after: $0, limit: $1) }
        #expect(parts.map(\.partIDInTelSys.rawValue) == [0, 1, 2])
    }

    @Test(
        "A place that nobody told is none",
        arguments: ["", "x", "e30", "bm9uc2Vuc2U", String(repeating: "A", count: 10_000)]
    )
    func places(_ text: String) {
        #expect(ListPlace(text) == nil)
    }
}
