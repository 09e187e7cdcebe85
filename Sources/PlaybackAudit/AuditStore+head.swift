internal import Foundation
internal import GRDB
internal import Logging
internal import Synchronization

/// Noting the chain's head outside of the database, and missing rows that were noted.
extension AuditStore {
    /// The last row that this process wrote, or found at its start.
    struct Tail: Sendable {
        private(set) var sequence: Int64?
        private(set) var hash = Data()
        /// Rows were missing since: the note begins anew.
        private(set) var isCut = false

        /// The row that should be the last one instead of the one that was found; `nil` where all is as it was.
        mutating func missed(in found: (sequence: Int64, hash: Data)) -> AuditVerification.Head? {
            guard let sequence, sequence != found.sequence || hash != found.hash else { return nil }
            isCut = true
            return .init(sequence: sequence, hash: hash.hex)
        }

        /// Rows are missing that had been noted.
        mutating func cut() { isCut = true }

        /// Takes note of a row that is on the disk, unless a later one is known.
        ///
        /// - Returns: whether the note has to begin anew.
        mutating func wrote(_ last: (sequence: Int64, hash: Data)) -> Bool {
            guard isCut || last.sequence > (sequence ?? -1) else { return false }
            defer { isCut = false }
            sequence = last.sequence
            hash = last.hash
            return isCut
        }
    }

    /// Makes the note's file, with the last row that there is.
    ///
    /// - Throws: `notUsable`.
    func beginHead() throws {
        let last = try pool.read { try Self.last($0) }
        guard headFile.begin(with: headNote(last)) else {
            throw AuditError.notUsable(path: headFile.path, problem: "it cannot be made")
        }
    }

    /// Writes in one transaction and notes the last row, before anybody else writes.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.writeWithoutTransaction { db in
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(db)
                return .commit
            }
            self.note(try Self.last(db))
            guard let value else { throw DatabaseError(message: "nothing was written") }
            return value
        }
    }

    /// Notes the last row, which is on the disk; to be called where rows are written.
    ///
    /// A note that cannot be taken stops nothing: an older one is right too.
    func note(_ last: (sequence: Int64, hash: Data)) {
        let isCut = tail.withLock { $0.wrote(last) }
        if isCut { logger.critical("audit rows were taken away or added", metadata: ["last": "\(last.sequence)"]) }
        let isNoted = isCut ? headFile.begin(with: headNote(last)) : headFile.note(headNote(last))
        guard isHeadFailing.exchange(!isNoted, ordering: .relaxed) == isNoted else { return }
        if isNoted {
            logger.notice("audit head noted again")
        } else {
            logger.error("audit head cannot be noted", metadata: ["file": "\(headFile.path)"])
        }
    }

    /// For the start: where the note tells of a row that is not here, or is gone itself, a row says so for good, and the note begins anew.
    ///
    /// - Returns: the row's number and what is missing; `nil` when nothing is.
    func tellGap(now: Date) async throws -> AuditVerification.Gap? {
        let reading = headFile.read()
        let (gap, found) = try await pool.read { (try self.gap(reading, $0), try Self.last($0)) }
        _ = tail.withLock { $0.wrote(found) }
        guard let gap else { return nil }
        let detail = AuditDetail.Gap(reason: gap.reason, noted: gap.noted?.description)
        let at = Int64(now.timeIntervalSince1970 * 1000)
        let record = AuditRecord(kind: .gap, atMilliseconds: at, detail: AuditDetail.text(detail))
        // Numbers that were given are not given again, in the same audit.
        let number = gap.reason == .rowsMissing ? gap.noted?.sequence ?? 0 : 0
        tail.withLock { $0.cut() }
        let sequences = try await write { try self.insert([record], after: Self.last($0), atLeast: number, $0) }
        return .init(sequence: sequences.first ?? 0, reason: gap.reason, noted: gap.noted)
    }

    private func gap(
        _ reading: AuditHeadFile.Reading,
        _ db: Database
    ) throws -> (reason: AuditVerification.Gap.Reason, noted: AuditVerification.Head?)? {
        switch reading {
        case .missing: return (.noteMissing, nil)
        case .spoilt: return (.noteSpoilt, nil)
        case .note(let note):
            let noted = AuditVerification.Head(sequence: note.sequence, hash: note.hash.hex)
            guard note.auditID == chain.state?.auditID else { return (.otherAudit, noted) }
            return try holds(note, db) ? nil : (.rowsMissing, noted)
        }
    }

    /// Whether the row that was noted is there, or was there before retention came.
    private func holds(_ note: AuditHeadFile.Note, _ db: Database) throws -> Bool {
        let sql = "SELECT hash FROM event WHERE sequence = ?"
        if let hash = try Data.fetchOne(db, sql: sql, arguments: [note.sequence]) { return hash == note.hash }
        guard let anchor = try AuditAnchor(db) else {
            return note.sequence == 0 && note.hash == AuditRecord.origin
        }
        return note.sequence < anchor.upTo || note.sequence == anchor.upTo && note.hash == anchor.hash
    }

    private func headNote(_ last: (sequence: Int64, hash: Data)) -> AuditHeadFile.Note {
        .init(auditID: chain.state?.auditID ?? Data(), sequence: last.sequence, hash: last.hash)
    }
}
