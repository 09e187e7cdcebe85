package import Foundation
internal import GRDB
internal import Recordings
internal import Synchronization

extension Registry {
    /// Imports a file: inserts what is new, changes what is different, and leaves alone what the file does not name.
    ///
    /// All or nothing. Blocks until done; while it runs, other writers wait and readers do not.
    ///
    /// - Parameters:
    ///   - source: JSON as the manual's section on the import file describes it: a document, or line by line.
    ///   - progress: told as objects are taken in; what is written counts only when the import returns.
    /// - Returns: how many objects of each kind were inserted, changed, deleted and left as they were.
    /// - Throws: `importRefused` with the line and what would be right; `busy`, `storageFailed`.
    @discardableResult
    package func importFile(
        _ source: ImportSource,
        progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) throws(RegistryError) -> ImportSummary {
        let reader = ImportReader(source: source)
        let summary = Mutex(ImportSummary())
        try withoutActuallyEscaping(progress) { progress throws(RegistryError) in
            try write { db, revision in
                let taken = try Self.take(reader, revision: revision, sealer: self.sealer, db, progress)
                summary.withLock { $0 = taken }
            }
        }
        return summary.withLock { $0 }
    }

    /// The same, of what is in memory.
    @discardableResult
    package func importFile(
        _ data: Data,
        progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) throws(RegistryError) -> ImportSummary {
        try importFile(ImportSource(data), progress: progress)
    }

    /// What an import may hold of the database in memory.
    private static let pageCacheKiB = 96 * 1024

    /// Takes in all objects of a file, within a change.
    static func take(
        _ reader: ImportReader,
        revision: Int64,
        sealer: Sealer,
        _ db: Database,
        _ progress: (ImportProgress) -> Void
    ) throws -> ImportSummary {
        // Pages that many rows change are written once, and not each time that a few others need the room.
        let usual = try Int.fetchOne(db, sql: "PRAGMA cache_size") ?? 0
        try db.execute(sql: "PRAGMA cache_size = -\(pageCacheKiB)")
        defer { try? db.execute(sql: "PRAGMA cache_size = \(usual)") }
        let isLineByLine = try reader.isLineByLine()
        var run = try ImportRun(db, sealer: sealer, revision: revision, refusesSeconds: !isLineByLine)
        let summary = isLineByLine ? try lines(of: reader, &run, progress) : try document(of: reader, &run, progress)
        try run.end()
        return summary
    }

    /// In the order in which objects refer to each other, whatever order the file has.
    private static func document(
        of reader: ImportReader,
        _ run: inout ImportRun,
        _ progress: (ImportProgress) -> Void
    ) throws -> ImportSummary {
        var summary = ImportSummary()
        let lists = try reader.lists()
        for list in ImportSummary.Kind.allCases.flatMap({ kind in lists.filter { $0.kind == kind } }) {
            var done = 0
            try reader.objects(of: list) { read in
                summary.note(list.kind, try take(read, from: reader, &run))
                done += 1
                if done == list.count || done.isMultiple(of: ImportProgress.stride) {
                    progress(ImportProgress(kind: list.kind, done: done, total: list.count))
                }
            }
        }
        return summary
    }

    private static func lines(
        of reader: ImportReader,
        _ run: inout ImportRun,
        _ progress: (ImportProgress) -> Void
    ) throws -> ImportSummary {
        var summary = ImportSummary()
        var done: [ImportSummary.Kind: Int] = [:]
        try reader.lines { read in
            let kind = read.object.kind
            summary.note(kind, try take(read, from: reader, &run))
            done[kind, default: 0] += 1
            if let done = done[kind], done.isMultiple(of: ImportProgress.stride) {
                progress(ImportProgress(kind: kind, done: done, total: nil))
            }
        }
        return summary
    }

    static func take(
        _ read: ImportReader.Read,
        from reader: ImportReader,
        _ run: inout ImportRun
    ) throws -> ImportRun.Outcome {
        do {
            return try run.take(read.object)
        } catch let problem as ImportProblem {
            throw reader.refusal(problem, of: read)
        }
    }
}

extension ImportedObject {
    var kind: ImportSummary.Kind { key.kind }
}
