internal import PlaybackAudit

/// Events as a table (RFC 4180).
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front: names come from outside.
package enum AuditCSV {
    static let columns = [
        "id", "kind", "user", "token", "callRecIntGUID", "recordingID", "address", "download", "startedAt", "endedAt",
        "outcome", "code", "requests", "seeks", "sentBytes", "sizeBytes", "ranges", "rangesAreCoarse", "urlExpiresAt",
        "urlKeyID",
    ]

    static func text(_ events: [AuditEvent]) -> String {
        ([columns] + events.map(cells)).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func cells(_ event: AuditEvent) -> [String] {
        [
            String(event.id), event.kind.rawValue, event.user ?? "", event.token ?? "", event.entry, event.recordingID,
            event.address, String(event.download), AuditAnswerEvent.text(event.startedAt),
            event.endedAt.map(AuditAnswerEvent.text) ?? "", event.outcome, event.code ?? "", String(event.requests),
            String(event.seeks), String(event.sentBytes), event.sizeBytes.map { String($0) } ?? "",
            event.ranges.joined(separator: " "), String(event.rangesAreCoarse),
            event.urlExpiresAt.map { String($0) } ?? "", event.urlKeyID ?? "",
        ]
    }

    /// A text as a cell.
    ///
    /// By bytes: to Swift a carriage return and a line feed are one character, and so are a quotation mark and an accent behind it.
    package static func cell(_ text: String) -> String {
        let safe = isFormula(text) ? "'" + text : text
        guard safe.utf8.contains(where: { quoted.contains($0) }) else { return safe }
        var cell = [quotationMark]
        for byte in safe.utf8 {
            if byte == quotationMark { cell.append(quotationMark) }
            cell.append(byte)
        }
        return String(decoding: cell + [quotationMark], as: UTF8.self)
    }

    /// Whether a spreadsheet may calculate with a text: by its first scalar, or the first that is seen, in any width.
    ///
    /// Source: OWASP, "CSV Injection": importers trim white space, and Japanese ones read wide signs as narrow ones.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        if lineStarts.contains(first) { return true }
        let seen = text.unicodeScalars.first { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .nonspacingMark: false
            default: true
            }
        }
        return seen.map(formulaStarts.contains) ?? false
    }

    private static let quotationMark = UInt8(ascii: "\"")
    private static let lineStarts = Set("\t\r\n".utf8)
    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "|", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "\u{2212}",
    ]
    private static let quoted = Set(",\"\r\n\t ;'".utf8)
}
