import Foundation
import Recordings
import Registry
import Synchronization
import Testing

struct ImportTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    @Test("The manual's example is imported as it says")
    func example() throws {
        let registry = try folder.open()
        defer { registry.close() }
        let summary = try registry.importFile(Data(ExampleImport.text.utf8))
        #expect(ImportSummary.Kind.allCases.map { summary[$0].inserted } == [2, 1, 1, 2])
        let entry = try #require(registry.snapshot.entries[ExampleImport.entry])
        #expect(entry.scope == ExampleImport.leeds)
        #expect(entry.settings.ipAddrOrHost1 == "api.dubber.net/uk1", "spaces around it are dropped")
        #expect(entry.settings.authUserID2.reveal() == "PLANTED-id2")
        let user = try #require(registry.snapshot.users["supervisor"])
        #expect(user.recordingPlayback == ExampleImport.entry)
        #expect(user.scope == ExampleImport.leeds)
        #expect(registry.snapshot.users["clerk"]?.scope == .applicationWide)
        #expect(registry.snapshot.users["clerk"]?.recordingPlayback == nil)
        #expect(registry.snapshot.telephonyServers[TelSysID(9)]?.isDemonstrationSimulator == true)
    }

    @Test("Importing the same again changes nothing, not even a revision")
    func again() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let generation = registry.generation
        let entries = registry.snapshot.entries
        let summary = try registry.importFile(Data(ExampleImport.text.utf8))
        #expect(ImportSummary.Kind.allCases.map { summary[$0].unchanged } == [2, 1, 1, 2])
        #expect(registry.generation == generation)
        #expect(registry.snapshot.entries == entries)
    }

    @Test("Only what differs is changed, and what the file does not name stays")
    func changes() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let old = try #require(registry.snapshot.entries[ExampleImport.entry])
        let changed = ExampleImport.text
            .replacingOccurrences(of: "PLANTED-p1", with: "PLANTED-new")
            .replacingOccurrences(of: "PLANTED-password", with: "PLANTED-other")
        let summary = try registry.importFile(Data(changed.utf8))
        #expect(summary[.callRecInts] == ImportSummary.Counts(changed: 1))
        #expect(summary[.users] == ImportSummary.Counts(changed: 1, unchanged: 1))
        #expect(summary[.partitions] == ImportSummary.Counts(unchanged: 1))
        let new = try #require(registry.snapshot.entries[ExampleImport.entry])
        #expect(new.revision > old.revision)
        try registry.importFile(Data("{}".utf8))
        #expect(registry.snapshot.users.count == 2)
    }

    @Test("Progress is told for each kind that is written")
    func progress() throws {
        let registry = try folder.open()
        defer { registry.close() }
        let told = Mutex<[ImportProgress]>([])
        try registry.importFile(Data(ManyEntries.text(count: 2_500).utf8)) { step in
            told.withLock { $0.append(step) }
        }
        let entries = told.withLock { $0 }.filter { $0.kind == .callRecInts }
        #expect(entries.map(\.done) == [1_000, 2_000, 2_500])
        #expect(entries.allSatisfy { $0.total == 2_500 })
    }

    @Test("An imported user need not be in the scope of the entry assigned to it: resolution says so")
    func outOfScopeAssignment() throws {
        let registry = try folder.openWithExample()
        defer { registry.close() }
        let text = #"{"users":[{"username":"boss","recordingPlayback":"\#(ExampleImport.entry)"}]}"#
        try registry.importFile(Data(text.utf8))
        #expect(registry.snapshot.users["boss"]?.scope == .applicationWide)
    }

    @Test("20,000 entries are imported, opened again, and one of them deleted")
    func manyEntries() async throws {
        let count = 20_000
        let data = Data(ManyEntries.text(count: count).utf8)
        let registry = try folder.open()
        try registry.importFile(data)
        let page = try await registry.entries(in: .telephonyServer(TelSysID(1)), offset: 15_000, limit: 10)
        #expect(page.count == 10)
        registry.close()
        let again = try folder.open()
        defer { again.close() }
        try await again.deleteEntry(CallRecIntGUID("entry-7"))
        #expect(again.snapshot.entries.count == count)
    }
}
