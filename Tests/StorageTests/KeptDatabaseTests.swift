import Foundation
import GRDB
import Storage
import Testing

/// What is done about the file of a database that nobody has twice.
@Suite("Databases that are kept")
struct KeptDatabaseTests {
    private let folder: TemporaryFolder
    private let database: KeptDatabase
    private var path: String { database.path }

    private static let ours: Int32 = 0x5052_4C54

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.path + "/kept.sqlite"
        database = KeptDatabase(path, label: "kept", applicationID: Self.ours, maximumReaders: 2)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("create") { db in
            try db.execute(sql: "PRAGMA application_id = \(ours)")
            try db.execute(sql: "CREATE TABLE row (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        }
        return migrator
    }

    private func make() throws {
        let pool = try database.open(Self.migrator)
        try pool.write { db in
            for number in 1...200 {
                try db.execute(
                    sql: "INSERT INTO row VALUES (?, ?)",
                    arguments: [number, String(repeating: "a", count: 100)]
                )
            }
        }
        try pool.close()
    }

    private func look(checksLargeFile: Bool = false) throws -> Int? {
        try database.look(Self.migrator, checksLargeFile: checksLargeFile) {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM row") ?? 0
        }
    }

    /// What happened to the file, and the fault that is told.
    enum Harm: String, CaseIterable, Sendable {
        case firstPage, middle, cutOff, text, anotherProgram, anotherKind, newer

        var isDamage: Bool { self != .newer }
    }

    private func harm(_ harm: Harm) throws {
        switch harm {
        case .firstPage: try overwrite(from: 0)
        case .middle: try overwrite(from: 8_192)
        case .cutOff:
            let bytes = try Data(contentsOf: URL(filePath: path))
            try bytes.dropLast(9_000).write(to: URL(filePath: path))
        case .text: try Data("These are notes.\n".utf8).write(to: URL(filePath: path))
        case .anotherProgram:
            DatabaseFile.remove(path)
            try execute("CREATE TABLE theirs (id INTEGER)")
        case .anotherKind: try execute("PRAGMA application_id = \(Self.ours + 1)")
        case .newer: try execute("INSERT INTO grdb_migrations (identifier) VALUES ('somethingNewer')")
        }
    }

    private func overwrite(from offsetBytes: Int) throws {
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes.replaceSubrange(offsetBytes..<offsetBytes + 600, with: Data(repeating: 0xA5, count: 600))
        try bytes.write(to: URL(filePath: path))
    }

    private func execute(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test("A file that is not to be opened is told of, and left byte for byte as it was", arguments: Harm.allCases)
    func refused(_ harm: Harm) throws {
        try make()
        try self.harm(harm)
        let before = try Data(contentsOf: URL(filePath: path))
        #expect {
            _ = try look()
        } throws: { error in
            switch error as? KeptDatabase.Fault {
            case .damaged(let problem): harm.isDamage && !problem.isEmpty
            case .newerSchema: !harm.isDamage
            case nil: false
            }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("A first page that was overwritten beside a write-ahead log is not mended by it")
    func firstPageBesideLog() throws {
        let pool = try database.open(Self.migrator)
        try pool.write { try $0.execute(sql: "INSERT INTO row VALUES (1, 'a')") }
        // As a process leaves the files that is killed.
        let copy = folder.path + "/copy.sqlite"
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        try pool.close()
        var bytes = try Data(contentsOf: URL(filePath: copy))
        bytes.replaceSubrange(0..<100, with: Data(repeating: 0x20, count: 100))
        try bytes.write(to: URL(filePath: copy))
        let database = KeptDatabase(copy, label: "copy", applicationID: Self.ours, maximumReaders: 1)
        #expect(throws: KeptDatabase.Fault.damaged(problem: "the file is not a database")) {
            try database.look(Self.migrator) { _ in }
        }
        #expect(try Data(contentsOf: URL(filePath: copy)) == bytes)
    }

    @Test("Where nothing was ever written there is nothing to be read", arguments: ["no file", "empty", "no tables"])
    func nothing(_ what: String) throws {
        switch what {
        case "empty": try DatabaseFile.keepPrivate(path)
        case "no tables": try DatabasePool(path: path).close()
        default: break
        }
        #expect(try look() == nil)
        try make()
        #expect(try look() == 200)
    }

    @Test("A copy is whole, checked, and for its owner alone")
    func copy() throws {
        let pool = try database.open(Self.migrator)
        try pool.write { try $0.execute(sql: "INSERT INTO row VALUES (1, 'a')") }
        let copy = folder.path + "/copy.sqlite"
        let count = try KeptDatabase.copy(pool, to: copy) { try Int.fetchOne($0, sql: "SELECT count(*) FROM row") }
        #expect(count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        try pool.close()
    }
}
