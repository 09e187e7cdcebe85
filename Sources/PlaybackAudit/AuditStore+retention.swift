internal import Foundation
internal import GRDB

/// Removing what has been kept long enough, and ending what a dead process left open.
extension AuditStore {
    /// Rows removed in one transaction, so that playbacks do not wait for long.
    static let maximumRemovedRows: Int64 = 10_000

    /// Removes the rows that are older, the oldest first; an anchor takes their place in the chain, and a row tells of it.
    ///
    /// - Parameters:
    ///   - days: how long rows are kept; told with the removal.
    ///   - now: the time.
    /// - Returns: how many.
    /// - Throws: what the database throws.
    func removeRows(olderThanDays days: Int, now: Date) async throws -> Int {
        let now = Int64(now.timeIntervalSince1970 * 1000)
        var removed = 0
        while true {
            let count = try await write { try self.remove(days, now: now, $0) }
            removed += count
            if count < Self.maximumRemovedRows { return removed }
        }
    }

    private func remove(_ days: Int, now: Int64, _ db: Database) throws -> Int {
        let cutoff = now - Int64(days) * 86_400_000
        guard let first = try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM event"),
            let last = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM event")
        else { return 0 }
        let kept = try Int64.fetchOne(
            db,
            sql: "SELECT min(sequence) FROM event WHERE atMilliseconds >= ? AND kind <> 'retention'",
            arguments: [cutoff]
        )
        // The last row always stays: the chain goes on from it.
        let bound = min((kept ?? last) - 1, first + Self.maximumRemovedRows - 1)
        // Behind a gap numbers are missing.
        guard
            let upTo = try Int64.fetchOne(
                db,
                sql: "SELECT max(sequence) FROM event WHERE sequence <= ?",
                arguments: [bound]
            ),
            let hash = try Data.fetchOne(db, sql: "SELECT hash FROM event WHERE sequence = ?", arguments: [upTo]),
            // Rows that tell of removals alone are no reason for another.
            let youngest = try Int64.fetchOne(
                db,
                sql: "SELECT max(atMilliseconds) FROM event WHERE sequence <= ? AND kind <> 'retention'",
                arguments: [upTo]
            )
        else { return 0 }
        try AuditAnchor(upTo: upTo, hash: hash, atMilliseconds: now).save(by: chain, db)
        let detail = AuditDetail.Retention(
            removedUpTo: upTo,
            removedHash: hash.hex,
            youngestMilliseconds: youngest,
            retentionDays: days
        )
        _ = try append([AuditRecord(kind: .retention, atMilliseconds: now, detail: AuditDetail.text(detail))], db)
        try db.execute(sql: "DELETE FROM event WHERE sequence <= ?", arguments: [upTo])
        return db.changesCount
    }

    /// Ends the playbacks that have a beginning but no end; for the start, when none of them can be under way.
    ///
    /// - Returns: how many.
    func endForgotten(now: Date) async throws -> Int {
        let now = Int64(now.timeIntervalSince1970 * 1000)
        return try await write { db in
            let sql = """
                SELECT begun.* FROM event AS begun WHERE begun.kind IN ('begun', 'looked')
                AND NOT EXISTS (SELECT 1 FROM event AS ended WHERE ended.begunSequence = begun.sequence)
                ORDER BY begun.sequence
                """
            let detail = AuditDetail.text(
                AuditDetail.Ended(
                    outcome: "unknown",
                    code: nil,
                    answers: 0,
                    seeks: 0,
                    sentBytes: 0,
                    ranges: [],
                    rangesAreCoarse: true
                )
            )
            let endings = try Row.fetchAll(db, sql: sql).map { row in
                AuditRecord(
                    kind: .ended,
                    begunSequence: row["sequence"],
                    atMilliseconds: now,
                    listener: row["listener"],
                    means: row["means"],
                    entry: row["entry"],
                    recording: row["recording"],
                    address: row["address"],
                    detail: detail
                )
            }
            return try self.append(endings, db).count
        }
    }
}
