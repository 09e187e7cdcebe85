import Foundation
import GRDB
import Storage
import Testing

/// A database's files, and the locks that SQLite has on them.
@Suite("Files of databases")
struct DatabaseFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/some.sqlite" }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Whether this process has a lock on the database, as the system tells it.
    private func isLocked() throws -> Bool {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let inode = try #require(attributes[.systemFileNumber] as? Int)
        return try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n").contains { line in
            line.contains("POSIX") && line.contains(" \(getpid()) ") && line.contains(":\(inode) ")
        }
    }

    @Test(
        "Nothing that is done to a file beside SQLite lets go of its locks",
        arguments: ["keepPrivate", "hasHeader", "open again"]
    )
    func locks(work: String) throws {
        try DatabaseFile.keepPrivate(path)
        let pool = try DatabasePool(path: path)
        try pool.write { try $0.execute(sql: "CREATE TABLE a (b)") }
        #expect(try isLocked())
        switch work {
        case "keepPrivate": try DatabaseFile.keepPrivate(path)
        case "hasHeader": #expect(try pool.read { DatabaseFile.hasHeader($0) })
        default: try DatabasePool(path: path).close()
        }
        #expect(try isLocked())
        try pool.close()
    }

    @Test(
        "A file is made for its owner alone, and one that others could read is kept from them",
        arguments: [false, true]
    )
    func modes(isThere: Bool) throws {
        if isThere {
            let files = FileManager.default
            for suffix in ["", "-wal"] { _ = files.createFile(atPath: path + suffix, contents: Data([1])) }
            for suffix in ["", "-wal"] {
                try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path + suffix)
            }
        }
        try DatabaseFile.keepPrivate(path)
        for (name, bytes) in try folder.contents() {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(bytes == (isThere ? Data([1]) : Data()))
        }
    }

    @Test("A first page that was overwritten is seen though the write-ahead log has another")
    func header() throws {
        let pool = try DatabasePool(path: path)
        try pool.write { try $0.execute(sql: "CREATE TABLE a (b)") }
        #expect(try pool.read { DatabaseFile.hasHeader($0) })
        let bytes = Data(repeating: 0x20, count: 100)
        // The locks are of no interest here.
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.write(contentsOf: bytes)
        try handle.close()
        #expect(try pool.read { DatabaseFile.hasHeader($0) } == false)
        try? pool.close()
    }
}
