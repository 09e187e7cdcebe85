import Foundation
import GRDB
import Recordings
import Registry
import Testing

struct RegistryAdministrationTests {
    private let folder: RegistryFolder
    private let author = AuditAuthor(name: "admin", remoteAddress: "192.0.2.1", at: Date(timeIntervalSince1970: 1.5))

    init() throws {
        folder = try RegistryFolder()
    }

    @Test("A password is kept as its verifier alone, sealed, and setting it leaves an audit row")
    func password() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let generation = registry.generation
        try registry.setPassword(Secret("PLANTED-first"), of: "clerk", now: author.at)
        let verifier = try #require(try await registry.passwordVerifier(of: "clerk"))
        #expect(verifier.reveal() == "1d8b1ae4717598f731a9d644689b0d1d6756c511a0f3bda3f4c148904f5d2627")
        #expect(registry.generation == generation + 1)
        for (name, bytes) in try folder.allBytes() {
            #expect(bytes.range(of: Data("PLANTED".utf8)) == nil, "\(name)")
            #expect(bytes.range(of: Data(verifier.reveal().utf8)) == nil, "\(name)")
        }
        let rows = try await registry.auditRows(limit: 10)
        #expect(rows.map(\.subject) == ["clerk"])
        #expect(rows.first?.action == .setPassword)
        #expect(rows.first?.author == AuditAuthor(name: "command line", at: author.at))
    }

    @Test("A password that cannot be used, or is for nobody, is refused")
    func passwordRefused() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let generation = registry.generation
        #expect(throws: RegistryError.userUnknown("nobody")) {
            try registry.setPassword(Secret("long enough"), of: "nobody")
        }
        for password in [
            "", "a", "1234567", "line\nbreak", "aaaaaaaaaaaa", "abababab", String(repeating: "abc", count: 342),
        ] {
            #expect {
                try registry.setPassword(Secret(password), of: "clerk")
            } throws: { error in
                (error as? RegistryError)?.reason == "passwordRefused"
            }
        }
        #expect(registry.generation == generation)
    }

    @Test("A change is made only to the entry that it was made from")
    func revisionIsExpected() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let old = try #require(registry.snapshot.entries[ExampleImport.entry])
        try await registry.changeEntry(old, properties: ["Description"], by: author)
        await #expect(throws: RegistryError.entryChanged(ExampleImport.entry)) {
            try await registry.changeEntry(old, properties: ["Description"], by: author)
        }
        await #expect(throws: RegistryError.entryChanged(ExampleImport.entry)) {
            try await registry.deleteEntry(old, by: author)
        }
        await #expect(throws: RegistryError.entryExists(ExampleImport.entry)) {
            try await registry.addEntry(old, properties: [], by: author)
        }
        let new = try #require(registry.snapshot.entries[ExampleImport.entry])
        try await registry.deleteEntry(new, by: author)
        await #expect(throws: RegistryError.entryUnknown(ExampleImport.entry)) {
            try await registry.deleteEntry(new, by: author)
        }
        #expect(try await registry.auditRows(limit: 10).map(\.action) == [.deleteEntry, .changeEntry])
    }

    @Test("When the audit row cannot be written, the change is not made either")
    func changeAndAuditAreOne() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        try await DatabaseQueue(path: folder.database).write { db in
            try db.execute(sql: "DROP TABLE audit")
        }
        let entry = try #require(registry.snapshot.entries[ExampleImport.entry])
        await #expect(throws: RegistryError.self) { try await registry.deleteEntry(entry, by: author) }
        #expect(registry.snapshot.entries[ExampleImport.entry] == entry)
        registry.close()
        let again = try folder.open()
        defer { again.close() }
        #expect(again.snapshot.entries[ExampleImport.entry] == entry)
    }

    @Test("A registry made before there was an audit gets one, and keeps all else")
    func olderSchema() async throws {
        let before = try folder.openWithExample()
        let snapshot = before.snapshot
        before.close()
        try await DatabaseQueue(path: folder.database).write { db in
            // Whatever later steps made.
            let made = try String.fetchAll(
                db,
                sql: """
                    SELECT 'DROP ' || type || ' ' || name FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'trigger'
                        OR type = 'index' AND tbl_name IN ('callRecInt', 'reportingUser', 'partition', 'userSpelling'))
                    """
            )
            for statement in made { try db.execute(sql: statement) }
            for column in ["serverPlace", "partitionPlace"] {
                try db.execute(sql: "ALTER TABLE callRecInt DROP COLUMN \(column)")
            }
            try db.execute(sql: "ALTER TABLE registryState DROP COLUMN isQuiet")
            try db.execute(
                sql: """
                    DROP TABLE audit; DROP TABLE keptAnswer; DROP TABLE apiTokenUse; DROP TABLE registryChange;
                    DROP TABLE userSpelling
                    """
            )
            let scope = "(telSysID, partIDInTelSys)"
            try db.execute(sql: "CREATE INDEX reportingUserByAssignment ON reportingUser (recordingPlayback)")
            try db.execute(sql: "CREATE INDEX reportingUserByScope ON reportingUser \(scope)")
            let index = "callRecIntByScope ON callRecInt (telSysID, partIDInTelSys, callRecIntGUID)"
            try db.execute(sql: "CREATE INDEX \(index)")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier <> 'createRegistry'")
        }
        let after = try folder.open()
        defer { after.close() }
        #expect(after.snapshot.entries == snapshot.entries)
        #expect(try await after.auditRows(limit: 1).isEmpty)
    }

    @Test("A Partition is found by its place, also one that was imported later")
    func partitionByPlace() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        #expect(registry.partition(at: ExampleImport.leeds)?.description == "Leeds")
        #expect(registry.partition(at: .telephonyServer(TelSysID(1))) == nil)
        let later = #"{"partitions":[{"partitionGUID":"later","telSysID":1,"partIDInTelSys":3,"description":"York"}]}"#
        try registry.importFile(Data(later.utf8))
        #expect(registry.partition(at: .partition(TelSysID(1), PartIDInTelSys(3)))?.partitionGUID.rawValue == "later")
    }
}
