import Foundation
import GRDB
import Logging
import Recordings
import Registry
import Synchronization
import Testing

struct RegistryTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    @Test("A first start makes everything: directory, key, database, demonstration entry; all private")
    func firstStart() throws {
        let nested = folder.url.appendingPathComponent("new/data")
        let registry = try Registry.open(directory: nested, logger: .init(label: "test"))
        defer { registry.close() }
        let entry = try #require(registry.snapshot.entries[.demonstrationSimulator])
        #expect(entry.description == "Dubber: Demonstration Simulator")
        #expect(entry.scope == .applicationWide)
        #expect(entry.callRecIntType == .dubber)
        #expect(entry.settings.ipAddrOrHost1.isEmpty)
        #expect(entry.settings.authUserID1.isEmpty)
        #expect(registry.snapshot.entries.count == 1)
        #expect(try folder.permissions(nested.path) == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: nested.path) {
            #expect(try folder.permissions(nested.path + "/" + name) == 0o600, "\(name)")
        }
        #expect(try Data(contentsOf: nested.appendingPathComponent("registry.key")).count == 32)
    }

    @Test("A restart finds everything as it was, generation included")
    func restart() throws {
        let before = try folder.openWithExample()
        let snapshot = before.snapshot
        let generation = before.generation
        before.close()
        let after = try folder.open()
        defer { after.close() }
        #expect(after.snapshot.entries == snapshot.entries)
        #expect(after.snapshot.users == snapshot.users)
        #expect(after.snapshot.partitions == snapshot.partitions)
        #expect(after.snapshot.telephonyServers == snapshot.telephonyServers)
        #expect(after.generation == generation)
    }

    @Test("A deleted demonstration entry is put back at the next start, with a new revision")
    func demonstrationEntryReturns() async throws {
        let before = try folder.open()
        let revision = try #require(before.snapshot.entries[.demonstrationSimulator]).revision
        try await before.deleteEntry(.demonstrationSimulator)
        #expect(before.snapshot.entries[.demonstrationSimulator] == nil)
        before.close()
        let after = try folder.open()
        defer { after.close() }
        #expect(try #require(after.snapshot.entries[.demonstrationSimulator]).revision > revision)
    }

    @Test("A start leaves the demonstration entry's settings as they were imported")
    func demonstrationEntryKeepsItsSettings() throws {
        let before = try folder.open()
        let text = """
            {"callRecInts":[{"callRecIntGUID":"\(CallRecIntGUID.demonstrationSimulator)","description":"Another",
              "telSysID":null,"apiCommunicationSettings":{"ipAddrOrHost1":"demo.example","authUserID1":"a"}}]}
            """
        try before.importFile(Data(text.utf8))
        before.close()
        let after = try folder.open()
        defer { after.close() }
        let entry = try #require(after.snapshot.entries[.demonstrationSimulator])
        #expect(entry.settings.ipAddrOrHost1 == "demo.example")
        #expect(entry.settings.authUserID1.reveal() == "a")
        #expect(entry.description == "Dubber: Demonstration Simulator")
        #expect(entry.scope == .applicationWide)
    }

    @Test("Deleting an entry takes the assignment away, in memory as on disk")
    func deletingTakesAssignmentsAway() async throws {
        let registry = try folder.openWithExample()
        try await registry.deleteEntry(ExampleImport.entry)
        let user = try #require(registry.snapshot.users["supervisor"])
        #expect(user.recordingPlayback == nil)
        #expect(user.scope == ExampleImport.leeds)
        registry.close()
        let again = try folder.open()
        defer { again.close() }
        #expect(again.snapshot.users["supervisor"] == user)
        await #expect(throws: RegistryError.entryUnknown(ExampleImport.entry)) {
            try await again.deleteEntry(ExampleImport.entry)
        }
    }

    @Test("A saved entry has a new revision and must belong to a component that exists")
    func savingEntries() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let old = try #require(registry.snapshot.entries[ExampleImport.entry])
        try await registry.saveEntry(old)
        #expect(try #require(registry.snapshot.entries[ExampleImport.entry]).revision > old.revision)
        let nowhere = Scope.partition(TelSysID(1), PartIDInTelSys(77))
        let lost = IntegrationEntry(
            callRecIntGUID: CallRecIntGUID("lost"),
            callRecIntType: .dubber,
            scope: nowhere,
            description: "Lost",
            settings: old.settings,
            revision: 0
        )
        await #expect(throws: RegistryError.scopeUnknown(nowhere)) { try await registry.saveEntry(lost) }
        #expect(registry.snapshot.entries[CallRecIntGUID("lost")] == nil)
    }

    @Test("Entries are listed by exactly their scope, page by page")
    func listingByScope() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let entry = try #require(registry.snapshot.entries[ExampleImport.entry])
        #expect(try await registry.entries(in: ExampleImport.leeds, limit: 10) == [entry])
        #expect(try await registry.entries(in: ExampleImport.leeds, offset: 1, limit: 10).isEmpty)
        #expect(try await registry.entries(in: .telephonyServer(TelSysID(1)), limit: 10).isEmpty)
        let wide = try await registry.entries(in: .applicationWide, limit: 10)
        #expect(wide.map(\.callRecIntGUID) == [.demonstrationSimulator])
    }

    @Test("Listing one scope and deleting an entry go through an index")
    func queriesUseIndexes() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let plans = try DatabaseQueue(path: folder.database).read { db in
            try [
                """
                SELECT * FROM callRecInt WHERE telSysID IS 1 AND partIDInTelSys IS 2
                ORDER BY description, callRecIntGUID LIMIT 5
                """,
                "SELECT * FROM reportingUser WHERE recordingPlayback = 'x'",
            ].map { sql in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }.joined()
            }
        }
        #expect(plans[0].contains("USING INDEX callRecIntInScope"))
        #expect(!plans[0].contains("TEMP B-TREE"))
        #expect(plans[1].contains("USING INDEX reportingUserByAssignment"))
    }

    @Test("Handlers are told which entries changed and went, when the snapshot is in place")
    func changesAreTold() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        let told = Mutex<[RegistryChange]>([])
        registry.onChange { change in
            #expect(registry.generation >= change.generation)
            told.withLock { $0.append(change) }
        }
        try registry.importFile(Data(ExampleImport.text.utf8))
        try registry.importFile(Data(ExampleImport.text.utf8))
        try await registry.deleteEntry(ExampleImport.entry)
        let changes = told.withLock { $0 }
        #expect(changes.count == 2, "an import that changes nothing is no change")
        #expect(changes.first?.changedEntries == [ExampleImport.entry])
        #expect(changes.last?.deletedEntries == [ExampleImport.entry])
    }

    @Test(
        "The schema itself refuses a Partition without its server, a stray scope and a stray assignment",
        arguments: [
            "UPDATE callRecInt SET telSysID = NULL, partIDInTelSys = 2",
            "UPDATE callRecInt SET partIDInTelSys = 77 WHERE telSysID = 1",
            "UPDATE reportingUser SET telSysID = 77, partIDInTelSys = NULL",
            "UPDATE reportingUser SET recordingPlayback = 'nothing'",
            "DELETE FROM telephonyServer WHERE telSysID = 1",
            "DELETE FROM \"partition\"",
            "UPDATE callRecInt SET revision = 'text'",
        ]
    )
    func schemaRefuses(sql: String) throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        #expect(throws: DatabaseError.self) {
            try DatabaseQueue(path: folder.database).write { db in try db.execute(sql: sql) }
        }
    }

    @Test("A registry in use says so, and notices when its file is taken away")
    func readiness() async throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        try await registry.checkUsable()
        try FileManager.default.removeItem(atPath: folder.database)
        await #expect {
            try await registry.checkUsable()
        } throws: { error in
            (error as? RegistryError)?.reason == "registryDamaged"
        }
    }
}
