internal import Foundation
internal import GRDB

/// Checks an audit row by row.
struct AuditExamination {
    /// Rows are not in the order of their times to the minute: refusals are gathered, and playbacks end when they were last heard.
    static let clockToleranceMilliseconds: Int64 = 86_400_000
    private static let dayMilliseconds: Int64 = 86_400_000

    /// What an audit is held against.
    struct Standard: Sendable {
        /// What the file beside the database notes; `nil` where none is kept.
        ///
        /// Read before the database, which is never behind it.
        var reading: AuditHeadFile.Reading?
        /// A head that was told earlier.
        var noted: AuditVerification.Head?
        /// Rows that tell of gaps which are known.
        var knownGaps: Set<Int64> = []
        let retentionDays: Int
        let now: Date
    }

    private typealias Removal = (upTo: Int64, atMilliseconds: Int64)

    private let chain: AuditChain
    private let standard: Standard
    private let anchor: AuditAnchor?
    private var verification = AuditVerification()
    private var previous: (sequence: Int64, hash: Data)
    private var isAnchored: Bool
    /// The last removal by retention, until a row shows that its clock was wrong.
    private var lastRemoval: Removal?
    /// Noted rows, until they are seen.
    private var awaited: [AuditVerification.Head] = []

    /// Reads every row, in order.
    static func run(_ db: Database, chain: AuditChain, standard: Standard) throws -> AuditVerification {
        var examination = try AuditExamination(db, chain, standard)
        let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM event ORDER BY sequence")
        while let row = try cursor.next() { examination.take(row) }
        try examination.finish(db)
        return examination.verification
    }

    private init(_ db: Database, _ chain: AuditChain, _ standard: Standard) throws {
        self.chain = chain
        self.standard = standard
        anchor = try AuditAnchor(db)
        previous = anchor.map { ($0.upTo, $0.hash) } ?? (0, AuditRecord.origin)
        isAnchored = anchor == nil
        if let anchor, !chain.isOurs(anchor) {
            add(.anchorForged(upTo: anchor.upTo))
            isAnchored = true
        }
        expectNoted()
    }

    private mutating func expectNoted() {
        if let noted = standard.noted { expect(noted) }
        switch standard.reading {
        case nil: break
        case .missing: verification.doubts.append(.noteMissing)
        case .spoilt: verification.doubts.append(.noteSpoilt)
        case .note(let note) where note.auditID != chain.state?.auditID: add(.replaced(lastNoted: note.sequence))
        case .note(let note): expect(Self.head((note.sequence, note.hash)))
        }
    }

    private mutating func expect(_ noted: AuditVerification.Head) {
        if noted.sequence < previous.sequence {
            verification.doubts.append(.notedRowRemoved(sequence: noted.sequence))
        } else if noted.sequence == previous.sequence {
            if noted != Self.head(previous) { add(.notedRowDiffers(sequence: noted.sequence)) }
        } else {
            awaited.append(noted)
        }
    }

    private mutating func take(_ row: Row) {
        let sequence: Int64 = row["sequence"]
        let hash: Data = row["hash"]
        let record = AuditRecord(row)
        verification.rows += 1
        let isLinked = record.map { chain.hash(of: $0, sequence: sequence, after: previous.hash) } == hash
        if sequence > previous.sequence, record?.kind == .gap, isLinked {
            // The row tells itself which ones are missing before it.
        } else if sequence != previous.sequence + 1 {
            let first = previous.sequence + 1
            add(first < sequence ? .missing(first...sequence - 1) : .changed(sequence: sequence))
        } else if !isLinked {
            add(.changed(sequence: sequence))
        } else if let state = chain.state, sequence == state.unkeyedUpTo, hash != state.unkeyedHash {
            add(.changed(sequence: sequence))
        }
        if let record { look(at: record, sequence) }
        previous = (sequence, hash)
        awaited.removeAll { $0.sequence == sequence && $0 == Self.head(previous) }
    }

    private mutating func look(at record: AuditRecord, _ sequence: Int64) {
        if let removal = lastRemoval,
            record.atMilliseconds < removal.atMilliseconds - Self.clockToleranceMilliseconds
        {
            add(.removedByWrongClock(upTo: removal.upTo))
            lastRemoval = nil
        }
        switch record.kind {
        case .retention: look(at: record, retention: AuditDetail.read(record.detail))
        case .gap: look(at: AuditDetail.read(record.detail), sequence)
        case .begun, .looked, .ended, .notPlayed: break
        }
    }

    private mutating func look(at record: AuditRecord, retention: AuditDetail.Retention?) {
        guard let retention else { return }
        if let anchor, retention.removedUpTo == anchor.upTo, retention.removedHash == anchor.hash.hex {
            isAnchored = true
        }
        lastRemoval = (retention.removedUpTo, record.atMilliseconds)
        // Rows from before the key do not say.
        guard let youngest = retention.youngestMilliseconds, let days = retention.retentionDays else { return }
        if record.atMilliseconds - youngest < Int64(days) * Self.dayMilliseconds {
            add(.removedTooYoung(upTo: retention.removedUpTo))
        } else if days < standard.retentionDays {
            // The last one says enough.
            verification.remarks.removeAll { if case .removedEarlier = $0 { true } else { false } }
            verification.remarks.append(.removedEarlier(upTo: retention.removedUpTo, retentionDays: days))
        }
    }

    private mutating func look(at gap: AuditDetail.Gap?, _ sequence: Int64) {
        guard let gap else { return }
        let told = AuditVerification.Gap(
            sequence: sequence,
            reason: gap.reason,
            noted: gap.noted.flatMap { .init($0) }
        )
        if standard.knownGaps.contains(sequence) {
            verification.remarks.append(.knownGap(told))
            return
        }
        switch gap.reason {
        case .rowsMissing, .otherAudit: add(.lost(told))
        case .noteMissing, .noteSpoilt: verification.doubts.append(.unnoted(told))
        }
    }

    private mutating func finish(_ db: Database) throws {
        verification.head = Self.head(previous)
        if let anchor, !isAnchored { add(.anchorForged(upTo: anchor.upTo)) }
        if let removal = lastRemoval,
            removal.atMilliseconds > Int64(standard.now.timeIntervalSince1970 * 1000) + Self.clockToleranceMilliseconds
        {
            add(.removedByWrongClock(upTo: removal.upTo))
        }
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'event'"
        let counted = try Int64.fetchOne(db, sql: sql) ?? 0
        let last = max(counted, chain.state?.unkeyedUpTo ?? 0)
        if last > verification.head.sequence { add(.endMissing(lastWritten: last)) }
        for noted in Set(awaited).sorted(by: { $0.sequence < $1.sequence }) {
            add(.notedRowDiffers(sequence: noted.sequence))
        }
        if let state = chain.state {
            if state.unkeyedUpTo > (anchor?.upTo ?? 0) {
                let date = Date(timeIntervalSince1970: Double(state.keyedAtMilliseconds) / 1000)
                verification.remarks.append(.unkeyedUpTo(state.unkeyedUpTo, date))
            }
        } else {
            verification.doubts.append(.unkeyed)
        }
    }

    private mutating func add(_ finding: AuditVerification.Finding) {
        if verification.findings.count < AuditVerification.maximumFindings { verification.findings.append(finding) }
    }

    private static func head(_ row: (sequence: Int64, hash: Data)) -> AuditVerification.Head {
        .init(sequence: row.sequence, hash: row.hash.hex)
    }
}
