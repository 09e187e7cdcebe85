internal import Foundation
internal import GRDB
internal import Logging
internal import Synchronization

/// Noting the chain's head outside of the database, and missing rows that were noted.
extension AuditStore {
    /// Makes the note's file, with the last row that there is.
    ///
    /// - Throws: `notUsable`.
    func beginHead() throws {
        let last = try pool.read { try Self.last($0) }
        guard headFile.begin(with: headNote(last)) else {
            throw AuditError.notUsable(path: headFile.path, problem: "it cannot be made")
        }
    }

    /// Notes the last row, which is on the disk.
    ///
    /// A note that cannot be taken stops nothing: an older one is right too.
    func note(_ last: (sequence: Int64, hash: Data)) {
        let isNoted = headFile.note(headNote(last))
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
        let gap = try await pool.read { try self.gap(reading, $0) }
        guard let gap else { return nil }
        let detail = AuditDetail.Gap(reason: gap.reason, noted: gap.noted?.description)
        let at = Int64(now.timeIntervalSince1970 * 1000)
        let record = AuditRecord(kind: .gap, atMilliseconds: at, detail: AuditDetail.text(detail))
        let last = try await pool.write { db in
            _ = try self.append([record], db)
            return try Self.last(db)
        }
        guard headFile.begin(with: headNote(last)) else {
            throw AuditError.notWritable(problem: "the head cannot be noted")
        }
        return .init(sequence: last.sequence, reason: gap.reason, noted: gap.noted)
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
