import Foundation
import GRDB
import Recordings
import Registry
import Synchronization
import Testing

/// Imports of so many users that their indexes are let go of meanwhile, and users are added without being looked for.
struct ManyUsersTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    /// More than are told one by one.
    private static let many = 6_000

    private static let components = """
        "telephonyServers":[{"telSysID":1}],"partitions":[{"partitionGUID":"p","telSysID":1,"partIDInTelSys":2}],
        "callRecInts":[{"callRecIntGUID":"e-0","description":"all"},{"callRecIntGUID":"e-1","description":"one","telSysID":1}]
        """

    private static func user(_ number: Int) -> String {
        #"{"username":"user \#(number)","fullName":"Name \#(number % 7)","recordingPlayback":"e-\#(number % 2)","#
            + #""scope":{"telSysID":1,"partIDInTelSys":2}}"#
    }

    /// A document of many users and some between and behind them.
    private static func document(_ others: [String] = []) -> Data {
        // In no order of names.
        var users = (0..<many).map { user($0 * 7 % many) }
        for (place, other) in others.enumerated() { users.insert(other, at: users.count - place * 500) }
        return Data("{\(components),\n\"users\":[\n\(users.joined(separator: ",\n"))]}".utf8)
    }

    /// The database's indexes and triggers, and all of its users by each index.
    private func state() throws -> [String] {
        try DatabaseQueue(path: folder.database).read { db in
            let indexes = try String.fetchAll(
                db,
                sql:
                    "SELECT name || ' ' || sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL ORDER BY name"
            )
            let names = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_master WHERE tbl_name = 'reportingUser' AND type = 'index' ORDER BY name"
            )
            let counts = try names.map { name in
                let sql = "SELECT count(*) FROM reportingUser INDEXED BY \(name.quotedDatabaseIdentifier)"
                return "\(name) \(try Int.fetchOne(db, sql: sql) ?? 0)"
            }
            return indexes + counts + (try String.fetchAll(db, sql: "PRAGMA integrity_check"))
        }
    }

    @Test("Many users are there by every index, in memory and for another process")
    func many() async throws {
        let (registry, other) = (try folder.open(), try folder.open())
        defer {
            registry.close()
            other.close()
        }
        let before = try state().filter { $0.contains("CREATE") }
        let summary = try registry.importFile(Self.document())
        #expect(summary[.users] == .init(inserted: Self.many))
        let after = try state()
        #expect(after.filter { $0.contains("CREATE") } == before)
        #expect(after.filter { $0.hasSuffix(" \(Self.many)") }.count == 5)
        #expect(after.last == "ok")
        await other.catchUp()
        #expect(other.snapshot.users == registry.snapshot.users)
        #expect(registry.snapshot.assignedUsers[CallRecIntGUID("e-1")] == AssignedUsers(count: Self.many / 2))
        let found = try await registry.users(search: "name 3", limit: 3)
        #expect(found.keys.compactMap { registry.snapshot.users[$0]?.fullName } == ["Name 3", "Name 3", "Name 3"])
        // The same again changes nothing.
        let again = try registry.importFile(Self.document())
        #expect(again[.users] == .init(unchanged: Self.many))
    }

    /// What is refused among many users, and what is said of it.
    static let refusals: [(others: [String], path: String, says: String)] = [
        ([#"{"username":"user 5"}"#], "users[6000].username", "a second time"),
        ([#"{"username":"there"}"#, #"{"username":"there"}"#], "users[6001].username", "a second time"),
        ([#"{"username":"x","recordingPlayback":"e-9"}"#], "users[6000].recordingPlayback", "no integration entry"),
        ([#"{"username":"x","scope":{"telSysID":7}}"#], "users[6000].scope.telSysID", "no Telephony Server 7"),
        ([#"{"username":"K"}"#, "{\"username\":\"\u{212A}\"}"], "users[6001].username", "a second time"),
        ([#"{"username":"Åsa"}"#, "{\"username\":\"A\u{30A}sa\"}"], "users[6001].username", "a second time"),
        ([#"{"username":"x","password":"short"}"#], "users[6000].password", "at least 8"),
        ([#"{"username":"x","colour":1}"#], "users[6000].colour", "not known"),
        (
            ["{\"username\":\"th\u{435}re\"}", "{\"username\":\"\u{212A}im\"}"], "users[5501].username",
            "in another spelling"
        ),
    ]

    @Test("What is wrong among many is told with its place, and leaves rows and indexes", arguments: refusals.indices)
    func refusal(_ index: Int) throws {
        let registry = try folder.open()
        defer { registry.close() }
        try registry.importFile(Data(#"{"users":[{"username":"there"},{"username":"Kim"}]}"#.utf8))
        let (before, generation) = (try state(), registry.generation)
        let expected = Self.refusals[index]
        let error = #expect(throws: RegistryError.self) { try registry.importFile(Self.document(expected.others)) }
        guard case .importRefused(let line?, let path, let problem)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == expected.path)
        #expect(problem.contains(expected.says), "\(problem)")
        #expect(line > 5_000)
        #expect(try state() == before)
        #expect(registry.generation == generation && registry.snapshot.users.count == 2)
    }

    @Test("A name in another spelling is found among many who have one", arguments: [false, true])
    func spelling(isThereBefore: Bool) throws {
        let registry = try folder.open()
        defer { registry.close() }
        let kelvin = "{\"username\":\"\u{212A}elvin\"}"
        if isThereBefore { try registry.importFile(Data("{\"users\":[\(kelvin)]}".utf8)) }
        let file = Self.document([#"{"username":"Kelvin"}"#] + (isThereBefore ? [] : [kelvin]))
        let error = #expect(throws: RegistryError.self) { try registry.importFile(file) }
        #expect(error?.description.contains(isThereBefore ? "in another spelling" : "a second time") == true)
    }

    /// How often this thread has written to a file.
    private static func writes() -> Int? {
        let lines = try? String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8).split(separator: "\n")
        return lines?.first { $0.hasPrefix("syscw: ") }.flatMap { Int($0.dropFirst("syscw: ".count)) }
    }

    @Test("What many rows change is not written to a file row by row before it is changed")
    func journal() throws {
        let registry = try folder.open()
        defer { registry.close() }
        // Each in several indexes, in no order: some row changes more pages than SQLite holds of one.
        let entries = (0..<5_000).map { number in
            let other = number * 2_741 % 5_000
            let description = "\(number * 17 % 5_000) \(String(repeating: "d", count: 200))"
            return #"{"callRecIntGUID":"e-\#(other)","description":"\#(description)","#
                + #""apiCommunicationSettings":{"ipAddrOrHost1":"h\#(other).example.com"}}"#
        }
        let users = (0..<Self.many).map { #"{"username":"user \#($0)","recordingPlayback":"e-\#($0 % 5_000)"}"# }
        let file = "{\"callRecInts\":[\(entries.joined(separator: ","))],\"users\":[\(users.joined(separator: ","))]}"
        let written = Mutex<[ImportSummary.Kind: Int]>([:])
        try registry.importFile(Data(file.utf8)) { progress in
            if progress.done == progress.total { written.withLock { $0[progress.kind] = Self.writes() } }
        }
        let counts = written.withLock { $0 }
        let (before, after) = (try #require(counts[.callRecInts]), try #require(counts[.users]))
        #expect(after - before < Self.many, "\(after - before) writes for \(Self.many) users")
    }

    @Test("Lines that delete among many find what belongs to what they delete, and what comes behind is added")
    func deletions() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        try registry.importFile(Data("{\(Self.components)}".utf8))
        let before = try state().filter { $0.contains("CREATE") }
        let lines =
            (0..<Self.many).map { "{\"user\":\(Self.user($0))}" } + [#"{"delete":{"callRecInt":"e-1"}}"#]
            + [#"{"delete":{"user":"user 3"}}"#]
            + (Self.many..<Self.many * 2).map { "{\"user\":\(Self.user($0 * 2))}" }
        let summary = try registry.importFile(Data(lines.joined(separator: "\n").utf8))
        #expect(summary[.users] == .init(inserted: Self.many * 2, deleted: 1))
        #expect(registry.snapshot.users["user 1"]?.recordingPlayback == nil)
        #expect(registry.snapshot.users["user 3"] == nil)
        #expect(registry.snapshot.assignedUsers.keys.map(\.rawValue) == ["e-0"])
        #expect(try state().filter { $0.contains("CREATE") } == before)
        #expect(try state().last == "ok")
        let refused = #expect(throws: RegistryError.self) {
            try registry.importFile(Data(#"{"delete":{"partition":"p"}}"#.utf8))
        }
        #expect(refused?.description.contains("still in use") == true)
    }
}
