import Foundation
import Logging
import Registry
import Synchronization
import Testing

/// Imports that make the registry that they import into.
struct FirstImportTests {
    private static let wrong = Data(
        #"{"telephonyServers":[{"telSysID":1,"description":"One"}],"users":[{"username":"u","recordingPlayback":"none"}]}"#
            .utf8
    )
    private static let right = Data(#"{"users":[{"username":"u"}]}"#.utf8)
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let place = URL(filePath: NSTemporaryDirectory()).appending(path: "first-\(UUID().uuidString)")

    private func names() -> [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
    }

    private func open() throws -> Registry {
        try Registry.open(directory: place, reading: .nothing, logger: logger)
    }

    private func importFirst(
        _ file: Data,
        below folder: String = "",
        key: RegistryKeySource = .file(path: nil),
        progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) throws -> ImportSummary {
        try Registry.importFirst(
            ImportSource(file),
            into: place.appending(path: folder),
            key: key,
            logger: logger,
            progress: progress
        )
    }

    @Test("A file that is refused leaves what was there: no folder, an empty one, one of other things, a key")
    func refused() throws {
        defer { try? FileManager.default.removeItem(at: place) }
        #expect(throws: RegistryError.self) { try importFirst(Self.wrong) }
        #expect(names() == nil)
        #expect(throws: RegistryError.self) { try importFirst(Self.wrong, below: "data/of/mine") }
        #expect(names() == nil)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        #expect(throws: RegistryError.self) { try importFirst(Self.wrong) }
        #expect(names() == [])
        let key = place.appending(path: "other.key")
        #expect(throws: RegistryError.self) { try importFirst(Self.wrong, key: .file(path: key.path)) }
        #expect(names() == [])
        // One that is right makes it; its key is kept for the next.
        #expect(try importFirst(Self.right, key: .file(path: key.path))[.users].inserted == 1)
        for name in ["registry.sqlite", "registry.lock"] {
            try FileManager.default.removeItem(at: place.appending(path: name))
        }
        for name in names() ?? [] where name.hasPrefix("registry.sqlite") {
            try FileManager.default.removeItem(at: place.appending(path: name))
        }
        let bytes = try Data(contentsOf: key)
        #expect(throws: RegistryError.self) { try importFirst(Self.wrong, key: .file(path: key.path)) }
        #expect(names() == ["other.key"] && bytes == (try? Data(contentsOf: key)))
    }

    @Test(
        "Whoever opens the registry while the file is read has one that works, whoever comes first",
        arguments: 1...10
    )
    func usedMeanwhile(round: Int) throws {
        defer { try? FileManager.default.removeItem(at: place) }
        let other = Mutex<Result<Registry, any Error>?>(nil)
        let isOpened = DispatchSemaphore(value: 0)
        let isBegun = Atomic(false)
        #expect(throws: RegistryError.self) {
            try importFirst(Self.wrong) { _ in
                guard isBegun.exchange(true, ordering: .relaxed) == false else { return }
                Thread.detachNewThread {
                    // The folder may go between being made and being locked, which is told; then it is made once more.
                    let opened = Result { try (try? open()) ?? open() }
                    other.withLock { $0 = opened }
                    isOpened.signal()
                }
            }
        }
        isOpened.wait()
        let registry = try #require(other.withLock { $0 }).get()
        #expect(try registry.importFile(Self.right)[.users].inserted == 1)
        registry.close()
        let again = try open()
        defer { again.close() }
        #expect(try again.importFile(Self.right)[.users].unchanged == 1)
    }
}
