internal import Foundation
package import GRDB

/// A database of what nobody has twice: a file that is damaged, another program's, or a newer version's is told of and left as it is.
///
/// What can be had again is a ``RebuildableDatabase``.
package struct KeptDatabase: Sendable {
    /// Why a file is not opened.
    package enum Fault: Error, Hashable, Sendable {
        case damaged(problem: String)
        /// A newer version of the program made it.
        case newerSchema
    }

    /// How long a write waits for another process's, in seconds.
    private static let busySeconds: TimeInterval = 15
    /// A file of this size is checked in a moment, whoever opens it.
    package static let alwaysCheckedBytes: Int64 = 16 * 1024 * 1024

    package let path: String
    private let applicationID: Int32
    private let configuration: Configuration

    /// - Parameters:
    ///   - path: the file's.
    ///   - label: names its connections' queues.
    ///   - applicationID: what marks a file as this program's, and as this kind of its files.
    ///   - maximumReaders: how many read at once.
    package init(_ path: String, label: String, applicationID: Int32, maximumReaders: Int) {
        self.path = path
        self.applicationID = applicationID
        var configuration = Configuration()
        configuration.label = label
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.maximumReaderCount = maximumReaders
        self.configuration = configuration
    }

    /// Reads a file without writing to it, once it is known to be whole, of this kind, and no newer than this program.
    ///
    /// - Parameters:
    ///   - migrator: makes the shapes that are known.
    ///   - checksLargeFile: whether a file that takes long to be checked is checked too.
    ///   - use: reads it.
    /// - Returns: `nil` where nothing was ever written.
    /// - Throws: ``Fault``; what `use` throws; what SQLite says when the file is busy or forbidden, or its disk fails.
    package func look<Product>(
        _ migrator: DatabaseMigrator,
        checksLargeFile: Bool = false,
        use: (Database) throws -> Product
    ) throws -> Product? {
        try reading { db in
            try DatabaseFile.checkHeader(db)
            if try checksLargeFile || bytes(db) <= Self.alwaysCheckedBytes { try DatabaseFile.check(db) }
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0 else { return nil }
            guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
                throw Fault.damaged(problem: "it is another program's database")
            }
            guard try !migrator.hasBeenSuperseded(db) else { throw Fault.newerSchema }
            return try use(db)
        }
    }

    /// Reads a file that was looked at, without writing to it.
    ///
    /// - Parameter use: reads it.
    /// - Returns: `nil` where there is no file, or an empty one.
    /// - Throws: as ``look(_:checksLargeFile:use:)``.
    package func reading<Product>(_ use: (Database) throws -> Product?) throws -> Product? {
        guard DatabaseFile.sizeBytes(path) > 0 else { return nil }
        return try Self.telling {
            var configuration = configuration
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read(use)
        }
    }

    /// Opens a file that was looked at, or begins one for its owner alone, in the newest shape.
    ///
    /// - Parameter migrator: makes the shapes.
    /// - Returns: the open file.
    /// - Throws: `SystemFailure` when the file cannot be made; as ``look(_:checksLargeFile:use:)``.
    package func open(_ migrator: DatabaseMigrator) throws -> DatabasePool {
        try DatabaseFile.keepPrivate(path)
        return try Self.telling {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try migrator.migrate(pool)
            return pool
        }
    }

    /// Copies an open database as it is at one moment, and checks the copy.
    ///
    /// - Parameters:
    ///   - pool: the open one.
    ///   - path: a file that does not exist yet; made for its owner alone.
    ///   - use: reads the copy.
    /// - Returns: what `use` makes of the copy.
    /// - Throws: as ``open(_:)``; ``Fault`` when the copy does not pass its check.
    package static func copy<Product>(
        _ pool: DatabasePool,
        to path: String,
        use: (Database) throws -> Product
    ) throws -> Product {
        try DatabaseFile.keepPrivate(path)
        return try telling {
            let copy = try DatabaseQueue(path: path)
            defer { try? copy.close() }
            try pool.backup(to: copy)
            return try copy.read { db in
                try DatabaseFile.check(db, isThorough: true)
                return try use(db)
            }
        }
    }

    /// Whether a failure means that the file itself is wrong; `nil` where it does not.
    package static func damage(_ error: any Error) -> Fault? {
        guard let error = error as? DatabaseError else { return error as? Fault }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(problem: error.message ?? "it is no database")
        default: return nil
        }
    }

    private static func telling<Product>(_ work: () throws -> Product) throws -> Product {
        do {
            return try work()
        } catch {
            throw damage(error) ?? error
        }
    }

    private func bytes(_ db: Database) throws -> Int64 {
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        return try Int64.fetchOne(db, sql: sql) ?? 0
    }
}
