import Foundation
import GRDB
import Recordings
import Registry
import Synchronization
import Testing

/// What another process commits is known before the next decision.
struct RegistryFollowingTests {
    private let folder: RegistryFolder

    init() throws {
        folder = try RegistryFolder()
    }

    /// Changes that another process makes, each after the example was imported.
    static let changes: [@Sendable (Registry) async throws -> Void] = [
        { try $0.revokeToken(name: "ci") },
        { try $0.importFile(Data(#"{"users":[{"username":"late"}]}"#.utf8)) },
        { try await $0.deleteEntry(ExampleImport.entry) },
        { try $0.setPassword(Secret("another word"), of: "clerk") },
        { try await $0.announce() },
        { registry in
            for number in 0..<20 { _ = try registry.createToken(name: "token \(number)", role: .report) }
        },
    ]

    @Test("Each kind of change is seen at once, and read before who waits for it", arguments: changes.indices)
    func seen(_ index: Int) async throws {
        let serving = try folder.openWithExample()
        let other = try folder.open()
        defer {
            serving.close()
            other.close()
        }
        _ = try serving.createToken(name: "ci", role: .report)
        await serving.catchUp()
        _ = try await other.refreshIfChanged()
        #expect(serving.isCurrent)
        try await Self.changes[index](other)
        #expect(!serving.isCurrent)
        await serving.catchUp()
        #expect(serving.isCurrent)
        #expect(serving.generation == other.generation)
        #expect(serving.snapshot.users == other.snapshot.users)
        #expect(serving.snapshot.entries == other.snapshot.entries)
    }

    @Test("A registry that was just opened is current, and so it stays while others only read")
    func quiet() async throws {
        let serving = try folder.openWithExample()
        let other = try folder.open()
        defer { serving.close() }
        await serving.catchUp()
        let told = Mutex(0)
        serving.onChange { _ in told.withLock { $0 += 1 } }
        _ = try other.listTokens()
        _ = try await other.refreshIfChanged()
        try await other.checkUsable()
        #expect(serving.isCurrent)
        other.close()
        await serving.catchUp()
        #expect(serving.isCurrent)
        #expect(told.withLock { $0 } == 0)
    }

    @Test("A thousand who ask at once see the change, which is read once or twice")
    func together() async throws {
        let serving = try folder.openWithExample()
        let other = try folder.open()
        defer {
            serving.close()
            other.close()
        }
        await serving.catchUp()
        let told = Mutex(0)
        serving.onChange { _ in told.withLock { $0 += 1 } }
        try other.importFile(Data(#"{"users":[{"username":"late"}]}"#.utf8))
        await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<1_000 {
                tasks.addTask {
                    await serving.catchUp()
                    return serving.snapshot.users["late"] != nil
                }
            }
            for await isKnown in tasks { #expect(isKnown) }
        }
        #expect(told.withLock { $0 } == 1)
    }

    @Test("While another process never stops committing, each who asks has what was committed before")
    func busy() async throws {
        let serving = try folder.openWithExample()
        let other = try folder.open()
        defer {
            serving.close()
            other.close()
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            let isOver = Atomic(false)
            tasks.addTask {
                while !isOver.load(ordering: .relaxed) {
                    try await other.announce()
                    await Task.yield()
                }
            }
            for number in 0..<30 {
                let committed = other.generation
                await serving.catchUp()
                #expect(serving.generation >= committed, "\(number)")
            }
            isOver.store(true, ordering: .relaxed)
            try await tasks.waitForAll()
        }
    }

    @Test(
        "Changes of two processes at once, among many who read, keep no thread that the readers need",
        .timeLimit(.minutes(2))
    )
    func amongReaders() async throws {
        let serving = try folder.openWithExample()
        let other = try folder.open()
        defer {
            serving.close()
            other.close()
        }
        let entry = try #require(serving.snapshot.entries[ExampleImport.entry])
        for round in 0..<20 {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for registry in [serving, other] {
                    for number in 0..<4 {
                        let changed = IntegrationEntry(
                            callRecIntGUID: entry.callRecIntGUID,
                            callRecIntType: entry.callRecIntType,
                            scope: entry.scope,
                            description: "\(round) \(number)",
                            settings: entry.settings,
                            revision: entry.revision
                        )
                        tasks.addTask { try await registry.saveEntry(changed) }
                    }
                    for _ in 0..<40 {
                        tasks.addTask { _ = try await registry.passwordVerifier(of: "clerk") }
                    }
                }
                try await tasks.waitForAll()
            }
        }
        for registry in [serving, other] { await registry.catchUp() }
        #expect(serving.generation == other.generation && serving.snapshot.entries == other.snapshot.entries)
    }

    @Test("A cancelled request leaves nobody waiting, and sees the change all the same")
    func cancelled() async throws {
        let serving = try folder.openWithExample()
        let other = try folder.open()
        defer {
            serving.close()
            other.close()
        }
        try other.importFile(Data(#"{"users":[{"username":"late"}]}"#.utf8))
        let tasks = (0..<20).map { number in
            Task {
                await serving.catchUp()
                return serving.snapshot.users["late"] != nil
            }
        }
        for task in tasks { task.cancel() }
        for task in tasks { #expect(await task.value) }
    }

    @Test("A registry that another process damaged leaves what is known, until it can be read again")
    func damaged() async throws {
        let serving = try folder.openWithExample()
        defer { serving.close() }
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { db in
            try db.execute(sql: "UPDATE callRecInt SET authUserID1 = x'00', revision = revision + 1000")
            try db.execute(sql: "UPDATE registryState SET generation = generation + 1")
        }
        let known = serving.snapshot.entries
        #expect(!serving.isCurrent)
        await serving.catchUp()
        // Not every request tries again.
        #expect(serving.isCurrent)
        #expect(serving.snapshot.entries == known)
        await #expect(throws: RegistryError.self) { _ = try await serving.refreshIfChanged() }
        try await queue.write { db in
            try db.execute(sql: "DELETE FROM callRecInt")
            try db.execute(sql: "UPDATE registryState SET generation = generation + 1")
        }
        await serving.catchUp()
        #expect(serving.snapshot.entries.isEmpty)
        try queue.close()
    }

    @Test("A registry that is closed is asked for nothing")
    func closed() async throws {
        let serving = try folder.openWithExample()
        serving.close()
        #expect(serving.isCurrent)
        await serving.catchUp()
    }
}
