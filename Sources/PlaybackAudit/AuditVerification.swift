package import Foundation

/// What checking an audit found.
package struct AuditVerification: Sendable, Hashable {
    /// Harm: something is not as it was written.
    package enum Finding: Sendable, Hashable {
        /// The row is not what was written, or stands behind another row than it did.
        case changed(sequence: Int64)
        case missing(ClosedRange<Int64>)
        /// The last rows are gone: there were rows up to this number.
        case endMissing(lastWritten: Int64)
        /// The anchor that stands for removed rows was not set by retention.
        case anchorForged(upTo: Int64)
        /// Retention removed rows before their time.
        case removedTooYoung(upTo: Int64)
        /// Rows up to here were removed by a clock that stood ahead of the rows that follow.
        case removedByWrongClock(upTo: Int64)
        /// The row that was noted is not there, or is another.
        case notedRowDiffers(sequence: Int64)
        /// At the start before this row rows were missing that had been noted.
        case lost(Gap)
        /// The note is of another audit with the same key, which had rows up to this number.
        case replaced(lastNoted: Int64)
        /// An audit from before the key lies beside the key of another.
        case replacedByUnkeyed
    }

    /// What cannot be checked.
    package enum Doubt: Sendable, Hashable {
        /// Retention has removed the row that was noted.
        case notedRowRemoved(sequence: Int64)
        /// There is no note of the last row: rows may be missing at the end.
        case noteMissing
        case noteSpoilt
        /// At the start before this row there was no note of the last row.
        case unnoted(Gap)
        /// The audit has no key yet: its chain can be made anew by whoever can write the file.
        case unkeyed
    }

    /// What is worth knowing, and no harm.
    package enum Remark: Sendable, Hashable {
        /// Up to here rows are from before the key; they were fixed when it came.
        case unkeyedUpTo(Int64, Date)
        /// Rows were removed when they were kept for fewer days than now.
        case removedEarlier(upTo: Int64, retentionDays: Int)
        case knownGap(Gap)
    }

    /// Where what was noted outside was not found at a start.
    package struct Gap: Sendable, Hashable {
        package enum Reason: String, Sendable, Hashable, Codable {
            case rowsMissing
            case otherAudit
            case noteMissing
            case noteSpoilt
        }

        /// Of the row that tells of it.
        package let sequence: Int64
        package let reason: Reason
        package let noted: Head?
    }

    /// The last row's number and hash: noted elsewhere, they show later that nothing up to there was rewritten.
    package struct Head: Sendable, Hashable, CustomStringConvertible {
        package let sequence: Int64
        /// 64 hex digits.
        package let hash: String

        /// Reads `SEQUENCE:HASH`.
        package init?(_ text: String) {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let sequence = Int64(parts[0]), sequence >= 0, parts[1].utf8.count == 64,
                parts[1].allSatisfy(\.isHexDigit)
            else { return nil }
            self.init(sequence: sequence, hash: parts[1].lowercased())
        }

        init(sequence: Int64, hash: String) {
            self.sequence = sequence
            self.hash = hash
        }

        package var description: String { "\(sequence):\(hash)" }
    }

    /// Findings told; the first ones say enough.
    package static let maximumFindings = 100

    package internal(set) var findings: [Finding] = []
    package internal(set) var doubts: [Doubt] = []
    package internal(set) var remarks: [Remark] = []
    package internal(set) var rows = 0
    package internal(set) var head = Head(sequence: 0, hash: AuditRecord.origin.hex)

    /// No harm was found.
    package var isIntact: Bool { findings.isEmpty }
    /// No harm was found, and nothing was left unchecked.
    package var isProven: Bool { isIntact && doubts.isEmpty }

    /// The gaps that rows tell of, known ones left out.
    package var gaps: [Gap] {
        findings.compactMap { if case .lost(let gap) = $0 { gap } else { nil } }
            + doubts.compactMap { if case .unnoted(let gap) = $0 { gap } else { nil } }
    }

    init() {}
}
