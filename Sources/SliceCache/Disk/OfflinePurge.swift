internal import Foundation
package import Logging
internal import Storage

/// Deletes audio from the cache of a service that does not run; whoever calls it holds the data directory's lock.
package struct OfflinePurge: Sendable {
    /// What became of a purge.
    package struct Outcome: Sendable, Hashable {
        /// Recordings of which nothing can be played from the cache any more.
        package let deleted: Int
        /// Recordings that could not be deleted.
        package let kept: Int
    }

    private let directory: String
    private let logger: Logger

    package init(directory: String, logger: Logger) {
        self.directory = directory
        self.logger = logger
    }

    /// Deletes the audio of every recording that `isMeant` picks; files first, so that a full disk has room for the rest.
    ///
    /// - Returns: what became of it.
    /// - Throws: when index or folder cannot be used.
    package func run(where isMeant: @Sendable (RecordingKey) -> Bool) async throws -> Outcome {
        let files = try DiskSliceFiles(folder: directory + "/" + DataDirectoryLock.audioFolder)
        let (store, isRebuilt) = try SliceStore.open(folder: directory, logger: logger)
        defer { store.close() }
        let rows = try await store.rows()
        // What no row knows is never played: it goes as it would at the next start.
        let known = isRebuilt ? [] : Set(rows.map(\.number))
        for number in files.all() where !known.contains(number) { files.remove(number) }
        let numbers = rows.filter { isMeant($0.key) }.map(\.number)
        let gone = numbers.count { files.remove($0) }
        do {
            try await store.delete(numbers)
            return Outcome(deleted: numbers.count, kept: 0)
        } catch {
            logger.error("audio index cannot be written", metadata: ["problem": "\(error)"])
            return Outcome(deleted: gone, kept: numbers.count - gone)
        }
    }
}
