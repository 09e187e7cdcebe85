internal import Foundation

extension AuditVerification.Finding: CustomStringConvertible {
    package var description: String {
        switch self {
        case .changed(let sequence): "row \(sequence) was changed"
        case .missing(let range): "rows \(range.lowerBound) to \(range.upperBound) are missing"
        case .endMissing(let last): "rows at the end, up to \(last), are missing"
        case .anchorForged(let upTo): "rows up to \(upTo) were not removed by retention"
        case .removedTooYoung(let upTo): "rows up to \(upTo) were removed before their time"
        case .removedByWrongClock(let upTo): "rows up to \(upTo) were removed by a clock that stood ahead"
        case .notedRowDiffers(let sequence): "row \(sequence) is not the one that was noted"
        case .lost(let gap):
            "rows up to \(gap.noted?.sequence ?? 0) had been noted and were missing at the start, as row \(gap.sequence) tells"
        case .replaced(let last): "this is another audit than the one that was noted, which had rows up to \(last)"
        case .replacedByUnkeyed: "the audit was replaced by one from before its key"
        }
    }
}

extension AuditVerification.Doubt: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notedRowRemoved(let sequence): "row \(sequence), which was noted, was removed by retention since"
        case .noteMissing:
            "\(AuditHeadFile.fileName) is missing: whether rows were taken away at the end cannot be told"
        case .noteSpoilt:
            "\(AuditHeadFile.fileName) does not hold what was noted: whether rows were taken away at the end cannot be told"
        case .unnoted(let gap):
            "at a start nothing was noted, as row \(gap.sequence) tells: whether rows are missing before it cannot be told"
        case .unkeyed:
            "the audit has no key yet: its rows fit each other, which anybody can bring about; the next start gives it one"
        }
    }
}

extension AuditVerification.Remark: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unkeyedUpTo(let sequence, let date):
            "rows up to \(sequence) are from before the key, and as they were when it came, \(date.ISO8601Format())"
        case .removedEarlier(let upTo, let days):
            "rows up to \(upTo) were removed when rows were kept for \(days) days"
        case .knownGap(let gap): "row \(gap.sequence) tells of missing rows, which is known"
        }
    }
}
