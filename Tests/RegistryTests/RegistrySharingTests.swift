import Foundation
import Recordings
import Registry
import Synchronization
import Testing

/// Two open registries on one directory stand for two processes: they share nothing but the files.
struct RegistrySharingTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    @Test("What one process imports, the other takes over when it refreshes, and tells")
    func refresh() async throws {
        let serving = try folder.open()
        let importing = try folder.open()
        defer {
            serving.close()
            importing.close()
        }
        let told = Mutex<[RegistryChange]>([])
        serving.onChange { change in told.withLock { $0.append(change) } }
        #expect(try await !serving.refreshIfChanged())
        try importing.importFile(Data(ExampleImport.text.utf8))
        let secret = try importing.createToken(name: "ci", role: .report).secret
        #expect(serving.snapshot.users.isEmpty)
        #expect(try await serving.refreshIfChanged())
        #expect(try await !serving.refreshIfChanged())
        #expect(serving.snapshot.entries == importing.snapshot.entries)
        #expect(serving.snapshot.users == importing.snapshot.users)
        #expect(serving.generation == importing.generation)
        #expect(serving.authenticate(bearer: secret)?.name == "ci")
        #expect(told.withLock { $0 }.map(\.changedEntries) == [[ExampleImport.entry]])
    }

    @Test("A write over another process's unseen change loses nothing")
    func writeOverUnseenChange() async throws {
        let first = try folder.open()
        let second = try folder.open()
        defer {
            first.close()
            second.close()
        }
        try second.importFile(Data(ExampleImport.text.utf8))
        let unseen = try #require(second.snapshot.entries[ExampleImport.entry])
        try first.importFile(
            Data(#"{"users":[{"username":"late","recordingPlayback":"\#(unseen.callRecIntGUID)"}]}"#.utf8)
        )
        #expect(first.snapshot.users.keys.sorted() == ["clerk", "late", "supervisor"])
        #expect(first.snapshot.entries[ExampleImport.entry] == unseen)
        try await second.deleteEntry(ExampleImport.entry)
        #expect(second.snapshot.users["late"]?.recordingPlayback == nil)
        #expect(second.snapshot.users.count == 3)
    }

    @Test("An entry that is deleted and added again never has an old revision")
    func revisionsAreNeverReused() async throws {
        let registry = try folder.openWithExample()
        let other = try folder.open()
        defer {
            registry.close()
            other.close()
        }
        let old = try #require(other.snapshot.entries[ExampleImport.entry])
        try await registry.deleteEntry(ExampleImport.entry)
        let changed = ExampleImport.text.replacingOccurrences(of: "PLANTED-p1", with: "PLANTED-new")
        try registry.importFile(Data(changed.utf8))
        try await other.refreshIfChanged()
        let new = try #require(other.snapshot.entries[ExampleImport.entry])
        #expect(new.revision > old.revision)
        #expect(new.settings.apiParameter1.reveal() == "PLANTED-new")
    }

    @Test("Processes that start together make one registry")
    func startingTogether() async throws {
        let folder = folder
        let guids = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let registry = try folder.open()
                    defer { registry.close() }
                    return registry.snapshot.entries.count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(guids == [1, 1, 1, 1])
    }
}
