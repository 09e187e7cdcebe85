import Foundation
import GRDB
import Recordings
import Registry
import Sharing
import Testing

/// What is held in memory follows the database row by row, and is what reading everything anew gives.
struct ChangeLogTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    private func expectSame(_ registry: Registry, _ comment: Comment) throws {
        let fresh = try folder.open()
        defer { fresh.close() }
        let (held, read) = (registry.snapshot, fresh.snapshot)
        #expect(registry.generation == fresh.generation, comment)
        #expect(held.users == read.users, comment)
        #expect(held.entries == read.entries, comment)
        #expect(held.partitions == read.partitions, comment)
        #expect(held.telephonyServers == read.telephonyServers, comment)
        #expect(held.assignedUsers == read.assignedUsers, comment)
        let spellings = { (snapshot: RegistrySnapshot) in Set(snapshot.otherSpellings.map { Array($0.username.utf8) }) }
        #expect(spellings(held) == spellings(read), comment)
        for partition in read.partitions.values {
            #expect(registry.partition(at: partition.scope) == partition, comment)
        }
    }

    /// Changes in SQLite's shell, each of which the running service follows.
    static let statements = [
        "UPDATE reportingUser SET fullName = 'Other' WHERE username = 'clerk'",
        "UPDATE reportingUser SET recordingPlayback = NULL",
        "UPDATE reportingUser SET username = 'renamed' WHERE username = 'clerk'",
        "DELETE FROM reportingUser WHERE username = 'clerk'",
        "INSERT INTO reportingUser (username, fullName, isAdministrator) VALUES ('new', '', 0)",
        "INSERT INTO reportingUser (username, fullName, isAdministrator) VALUES ('J\u{F6}rg', '', 0), ('Jo\u{308}rg', '', 1)",
        "UPDATE callRecInt SET telSysID = NULL, partIDInTelSys = NULL WHERE description = 'Leeds Dubber'",
        "UPDATE callRecInt SET telSysID = 9, partIDInTelSys = NULL WHERE description = 'Leeds Dubber'",
        "DELETE FROM callRecInt WHERE description = 'Leeds Dubber'",
        "UPDATE \"partition\" SET description = 'York'",
        "UPDATE telephonyServer SET isDemonstrationSimulator = 0",
        "INSERT INTO telephonyServer VALUES (77, 'New', 1)",
        "DELETE FROM reportingUser; DELETE FROM callRecInt WHERE telSysID = 1; DELETE FROM \"partition\"; DELETE FROM telephonyServer",
    ]

    @Test("A change in SQLite's shell is followed", arguments: statements)
    func shell(_ statement: String) async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let database = try DatabaseQueue(path: folder.database)
        try await database.write { try $0.execute(sql: "PRAGMA foreign_keys = ON") }
        try await database.writeWithoutTransaction { db in try db.execute(sql: statement) }
        await registry.catchUp()
        try expectSame(registry, "\(statement)")
    }

    @Test("What the log no longer holds, or never said, is read anew")
    func gaps() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let database = try DatabaseQueue(path: folder.database)
        for statement in ["DELETE FROM registryChange", "UPDATE registryChange SET kind = 'unheard of'"] {
            try await database.write { db in
                try db.execute(sql: "UPDATE reportingUser SET fullName = fullName || '!'")
                try db.execute(sql: statement)
            }
            await registry.catchUp()
            try expectSame(registry, "\(statement)")
        }
        let count = try await database.read { try Int.fetchOne($0, sql: "SELECT isQuiet FROM registryState") }
        #expect(count == 0)
    }

    @Test("The log stays short however much is changed")
    func bounded() async throws {
        let registry = try folder.open()
        let other = try folder.open()
        defer {
            registry.close()
            other.close()
        }
        let users = (0..<30_000).map { #"{"username":"user \#($0)"}"# }.joined(separator: ",")
        try other.importFile(Data(#"{"users":[\#(users)]}"#.utf8))
        await registry.catchUp()
        #expect(registry.snapshot.users.count == 30_000)
        let database = try DatabaseQueue(path: folder.database)
        let rows = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM registryChange") ?? 0 }
        #expect(rows < 6_000)
        try other.importFile(Data(#"{"users":[{"username":"one more"}]}"#.utf8))
        await registry.catchUp()
        #expect(registry.snapshot.users["one more"] != nil)
        try expectSame(registry, "after one more")
    }

    @Test(
        "Two processes that change the registry by turns hold the same at every step",
        arguments: [UInt64(1), 20_261_130]
    )
    func turns(seed: UInt64) async throws {
        let (first, second) = (try folder.openWithExample(), try folder.open())
        defer {
            first.close()
            second.close()
        }
        var generator = SeededGenerator(seed: seed)
        for step in 0..<60 {
            let registry = Bool.random(using: &generator) ? first : second
            let number = Int.random(in: 0..<6, using: &generator)
            let entry = #""entry-\#(Int.random(in: 0..<3, using: &generator))""#
            let scope =
                [#"{}"#, #"{"telSysID":1}"#, #"{"telSysID":1,"partIDInTelSys":2}"#, #"{"telSysID":-1}"#].randomElement(
                    using: &generator
                ) ?? ""
            let assigned =
                first.snapshot.entries[CallRecIntGUID(String(entry.dropFirst().dropLast()))] == nil ? "null" : entry
            let lines = [
                #"{"user":{"username":"user \#(number)","scope":\#(scope),"recordingPlayback":\#(assigned)}}"#,
                #"{"delete":{"user":"user \#(number)"}}"#,
                #"{"callRecInt":{"callRecIntGUID":\#(entry),"description":"\#(step)","telSysID":\#(number % 2 == 0 ? 1 : -1)}}"#,
                #"{"delete":{"callRecInt":\#(entry)}}"#,
                #"{"partition":{"partitionGUID":"p\#(number)","telSysID":9,"partIDInTelSys":\#(number)}}"#,
                #"{"delete":{"partition":"p\#(number)"}}"#,
            ]
            // Who is behind reads what is new first, as its next request would.
            await first.catchUp()
            try registry.importFile(Data((lines.randomElement(using: &generator) ?? "").utf8))
            await first.catchUp()
            await second.catchUp()
            try expectSame(first, "seed \(seed), step \(step)")
            try expectSame(second, "seed \(seed), step \(step)")
        }
    }
}
