internal import Foundation
internal import GRDB

/// What checking the chain of all rows found.
package struct AuditVerification: Sendable, Hashable {
    package enum Finding: Sendable, Hashable, CustomStringConvertible {
        /// The row is not what was written, or stands behind another row than it did.
        case changed(sequence: Int64)
        case missing(ClosedRange<Int64>)
        /// The last rows are gone: there were rows up to this number.
        case endMissing(lastWritten: Int64)
        /// The anchor that stands for removed rows was not set by retention.
        case anchorForged(upTo: Int64)
        /// The row that was noted is not there, or is another.
        case notedRowDiffers(sequence: Int64)

        package var description: String {
            switch self {
            case .changed(let sequence): "row \(sequence) was changed"
            case .missing(let range): "rows \(range.lowerBound) to \(range.upperBound) are missing"
            case .endMissing(let last): "rows at the end, up to \(last), are missing"
            case .anchorForged(let upTo): "rows up to \(upTo) were not removed by retention"
            case .notedRowDiffers(let sequence): "row \(sequence) is not the one that was noted"
            }
        }
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

    package private(set) var findings: [Finding] = []
    package private(set) var rows = 0
    package private(set) var head: Head

    package var isIntact: Bool { findings.isEmpty }

    /// Reads every row, in order.
    init(_ db: Database, noted: Head?) throws {
        let anchor = try Row.fetchOne(db, sql: "SELECT upTo, hash FROM anchor ORDER BY upTo DESC LIMIT 1")
        var previous: (sequence: Int64, hash: Data) = anchor.map { ($0[0], $0[1]) } ?? (0, AuditRecord.origin)
        var isAnchored = anchor == nil
        var hasNoted = noted == nil || noted.map { $0.sequence <= previous.sequence } == true
        head = Head(sequence: previous.sequence, hash: previous.hash.hex)
        let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM event ORDER BY sequence")
        while let row = try cursor.next() {
            let sequence: Int64 = row["sequence"]
            let hash: Data = row["hash"]
            rows += 1
            if sequence != previous.sequence + 1 {
                let first = previous.sequence + 1
                add(first < sequence ? .missing(first...sequence - 1) : .changed(sequence: sequence))
            } else if AuditRecord(row)?.hash(sequence: sequence, after: previous.hash) != hash {
                add(.changed(sequence: sequence))
            }
            if let anchor, !isAnchored, Self.tells(row, of: anchor) { isAnchored = true }
            previous = (sequence, hash)
            head = Head(sequence: sequence, hash: hash.hex)
            if noted == head { hasNoted = true }
        }
        if let anchor, !isAnchored { add(.anchorForged(upTo: anchor[0])) }
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'event'"
        if let last = try Int64.fetchOne(db, sql: sql), last > head.sequence { add(.endMissing(lastWritten: last)) }
        if let noted, !hasNoted { add(.notedRowDiffers(sequence: noted.sequence)) }
    }

    private mutating func add(_ finding: Finding) {
        if findings.count < Self.maximumFindings { findings.append(finding) }
    }

    private static func tells(_ row: Row, of anchor: Row) -> Bool {
        guard row["kind"] == AuditRecord.Kind.retention.rawValue,
            let detail = AuditDetail.read(row["detail"], as: AuditDetail.Retention.self)
        else { return false }
        let hash: Data = anchor["hash"]
        return detail.removedUpTo == anchor["upTo"] && detail.removedHash == hash.hex
    }
}
