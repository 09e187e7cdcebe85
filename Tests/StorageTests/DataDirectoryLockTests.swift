import Foundation
import Storage
import Testing

/// Who has a data directory, and how everybody else is told.
@Suite("The lock of a data directory")
struct DataDirectoryLockTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func lock(_ path: String? = nil, command: String = "serve") throws -> DataDirectoryLock {
        try DataDirectoryLock(path ?? folder.path, command: command, since: "2026-11-29T10:00:00Z")
    }

    private func holder(_ path: String? = nil) -> String? {
        do {
            _ = try lock(path)
            return nil
        } catch {
            guard case .held(let holder) = error as? DataDirectoryLock.Failure else { return "\(error)" }
            return holder
        }
    }

    @Test("The second is refused, and told who has it")
    func held() throws {
        let first = try lock(command: "demo")
        let name = try #require(holder())
        #expect(name.hasPrefix("demo (process \(getpid()) on "))
        #expect(name.hasSuffix(", since 2026-11-29T10:00:00Z)"))
        first.release()
        #expect(holder() == nil)
    }

    @Test(
        "The same directory is the same by any of its names",
        arguments: ["", "/", "/.", "/../NAME", "/audio/..", "LINK", "RELATIVE"]
    )
    func names(ending: String) throws {
        let first = try lock()
        defer { first.release() }
        let url = URL(filePath: folder.path)
        var path = folder.path + ending.replacing("NAME", with: url.lastPathComponent)
        if ending == "LINK" {
            path = folder.path + "-link"
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path)
        } else if ending == "RELATIVE" {
            let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
            path = String(repeating: "../", count: depth) + folder.path.dropFirst()
        }
        #expect(holder(path)?.hasPrefix("serve (") == true)
        try? FileManager.default.removeItem(atPath: folder.path + "-link")
    }

    @Test(
        "What a lock file says locks nothing",
        arguments: [
            "", "serve (process 1 on here, since long ago)\n", "\u{1B}[2Jgarbage\u{0}",
            String(repeating: "x", count: 100_000),
        ]
    )
    func stale(text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.path + "/service.lock"))
        let lock = try lock()
        let said = try String(contentsOfFile: folder.path + "/service.lock", encoding: .utf8)
        #expect(said.hasPrefix("serve (process \(getpid()) on "))
        #expect(said.count(where: { $0 == "\n" }) == 1)
        lock.release()
    }

    @Test(
        "A holder that says nothing that can be shown is another process",
        arguments: ["", "\n", "\u{1B}[2J", "\u{0}"]
    )
    func unreadable(text: String) throws {
        let first = try lock()
        defer { first.release() }
        try text.write(toFile: folder.path + "/service.lock", atomically: false, encoding: .utf8)
        #expect(holder() == "another process")
    }

    @Test("A lock file that somebody deletes or replaces does not let a second one in", arguments: [false, true])
    func deleted(isReplaced: Bool) throws {
        let first = try lock()
        try FileManager.default.removeItem(atPath: folder.path + "/service.lock")
        if isReplaced { try Data().write(to: URL(filePath: folder.path + "/service.lock")) }
        #expect(holder() != nil)
        first.release()
        #expect(holder() == nil)
    }

    @Test("Once it is let go of, the file names nobody")
    func released() throws {
        try lock().release()
        #expect(try Data(contentsOf: URL(filePath: folder.path + "/service.lock")).isEmpty)
    }

    @Test("A refusal changes nothing")
    func unchanged() throws {
        let first = try lock()
        defer { first.release() }
        let before = try folder.contents()
        #expect(holder() != nil)
        #expect(try folder.contents() == before)
    }

    @Test("The folders that lead there are made for the owner alone")
    func made() throws {
        let lock = try lock(folder.path + "/a/b")
        defer { lock.release() }
        for path in ["/a", "/a/b", "/a/b/audio"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path + path)[.posixPermissions]
            #expect(mode as? Int == 0o700)
        }
    }

    @Test("What is no directory, or has no lock file but something else, is refused in words", arguments: ["", "/sub"])
    func unusable(ending: String) throws {
        let file = folder.path + "/file"
        try Data().write(to: URL(filePath: file))
        let error = #expect(throws: DataDirectoryLock.Failure.self) { _ = try lock(file + ending) }
        #expect(error == .notUsable(problem: "Not a directory"))
        try FileManager.default.createDirectory(
            atPath: folder.path + "/service.lock",
            withIntermediateDirectories: true
        )
        let other = #expect(throws: DataDirectoryLock.Failure.self) { _ = try lock() }
        #expect(other == .notUsable(problem: "it cannot be locked: Is a directory"))
    }
}
