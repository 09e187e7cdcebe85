package import Foundation
internal import GRDB
internal import Glibc
package import Logging
internal import Storage

extension Registry {
    /// Makes a registry and imports a file into it; a file that is refused makes none.
    ///
    /// What was made for it is taken away again, unless somebody else has come to use it meanwhile.
    ///
    /// - Parameters:
    ///   - source: as for ``importFile(_:progress:)``.
    ///   - directory: where there is no registry.
    ///   - key: where the key of sealed values comes from.
    ///   - logger: for what happens.
    ///   - progress: as for ``importFile(_:progress:)``.
    /// - Returns: how many objects of each kind were imported.
    /// - Throws: what opening and importing throw.
    package static func importFirst(
        _ source: ImportSource,
        into directory: URL,
        key: RegistryKeySource = .file(path: nil),
        logger: Logger,
        progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) throws(RegistryError) -> ImportSummary {
        let files = RegistryFiles(directory: directory.standardizedFileURL.path, source: key)
        let paths = files.folders + [files.useLock, files.key, files.database]
        let missing = paths.filter { access($0, F_OK) != 0 }
        let registry = try open(directory: directory, key: key, reading: .nothing, logger: logger)
        defer { registry.close() }
        do throws(RegistryError) {
            return try registry.importFile(source, progress: progress)
        } catch {
            registry.unmake(missing)
            throw error
        }
    }

    /// Whether there is nothing but the demonstration entry, so that nobody loses anything with it, whoever made it.
    private static func isAsMade(_ db: Database) throws -> Bool {
        let sql = """
            SELECT NOT EXISTS (SELECT 1 FROM reportingUser) AND NOT EXISTS (SELECT 1 FROM telephonyServer)
                AND NOT EXISTS (SELECT 1 FROM apiToken) AND (SELECT count(*) FROM callRecInt) <= 1
            """
        return try Bool.fetchOne(db, sql: sql) ?? false
    }

    /// Takes away what this process made, unless somebody else has it open, or has put anything into it.
    ///
    /// - Parameter made: paths, a folder before what is in it.
    private func unmake(_ made: [String]) {
        guard made.contains(files.database), let opening = try? files.lock(files.directory, .alone),
            useLock.becomesAlone(), (try? pool.read(Self.isAsMade)) == true
        else { return }
        close()
        withExtendedLifetime(opening) {
            for path in made.reversed() {
                if files.folders.contains(path) { rmdir(path) } else { unlink(path) }
                if path == files.database { for ending in ["-wal", "-shm"] { unlink(path + ending) } }
            }
        }
    }
}
