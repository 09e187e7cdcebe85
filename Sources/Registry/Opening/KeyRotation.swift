package import Foundation
internal import GRDB
package import Logging
internal import Storage

/// Seals every value of a registry anew, with another key.
///
/// The new key lies beside the old one until all values are sealed with it, in one transaction; whichever of the two the values are sealed with when
/// the rotation is cut short, the next opening finds it.
package struct KeyRotation: Sendable {
    /// Moments at which a rotation may be cut short.
    package enum Step: CaseIterable, Sendable {
        case newKeyWritten
        case valuesSealed
        case committed
        case keyReplaced
    }

    private let files: RegistryFiles
    private let source: RegistryKeySource
    private let logger: Logger

    package init(directory: URL, source: RegistryKeySource, logger: Logger) {
        files = RegistryFiles(directory: directory.standardizedFileURL.path, source: source)
        self.source = source
        self.logger = logger
    }

    /// Rotates the key, while no other process has the registry open.
    ///
    /// - Parameters:
    ///   - author: for the audit.
    ///   - reached: called at each step; what it throws cuts the rotation short there, as a crash would.
    /// - Returns: the new key's number.
    /// - Throws: `inUse` while it is open elsewhere, `keyRefused`, and what opening throws.
    package func run(
        by author: AuditAuthor = .commandLine(),
        _ reached: @Sendable (Step) throws -> Void = { _ in }
    ) throws(RegistryError) -> Int {
        try files.prepareDirectory()
        let alone = try files.lock(files.useLock, .aloneNow)
        defer { withExtendedLifetime(alone) {} }
        let (pool, sealer) = try RegistryOpening(files: files, source: source).open()
        do {
            defer { try? pool.close() }
            let keys = RegistryKeys(source, files: files)
            let next = try keys.next(after: sealer)
            try reached(.newKeyWritten)
            try pool.write { db in
                try ChangeTable.changeEverything(db)
                try EntryTable(sealer: sealer).seal(with: next, db)
                try UserTable(sealer: sealer).seal(with: next, db)
                try StateTable(sealer: next).sealKeyCheck(db)
                try AuditTable.insert(.rotateSealingKey, "\(next.keyID)", properties: [], by: author, db)
                try StateTable.setGeneration(StateTable.generation(db) + 1, db)
                try ChangeTable.endChange(at: ChangeTable.position(db), db)
                try reached(.valuesSealed)
            }
            try reached(.committed)
            try keys.replace()
            try reached(.keyReplaced)
            // What was sealed with the old key is not to be left in pages that are free now.
            try pool.vacuum()
            _ = try pool.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
            logger.notice("registry sealed with a new key", metadata: ["key": "\(next.keyID)"])
            return Int(next.keyID)
        } catch {
            throw RegistryError(error, databasePath: files.database)
        }
    }
}
