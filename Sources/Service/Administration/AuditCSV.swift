internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit

/// What the audit tells as a table (RFC 4180).
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front: names come from outside.
package enum AuditCSV {
    static let columns = [
        "id", "kind", "user", "token", "callRecIntGUID", "recordingID", "address", "download", "startedAt", "endedAt",
        "outcome", "code", "requests", "seeks", "sentBytes", "sizeBytes", "ranges", "rangesAreCoarse", "urlExpiresAt",
        "urlKeyID",
    ]

    /// A table as an answer: the rows at hand, and those that follow, read as they are taken.
    ///
    /// - Parameters:
    ///   - name: of the file.
    ///   - columns: their names.
    ///   - rows: the first ones, cell by cell.
    ///   - place: where the others begin; `nil` where there are none, or they are not wanted.
    ///   - read: gives those behind a place.
    /// - Returns: the answer, never stored.
    static func response<Place: Sendable>(
        name: String,
        columns: [String],
        rows: [[String]],
        following place: Place?,
        read: @escaping @Sendable (Place) async throws -> (rows: [[String]], next: Place?)
    ) -> Response {
        let beginning = ByteBuffer(string: text([columns] + rows))
        let headers: HTTPFields = [
            .contentType: "text/csv; charset=utf-8; header=present", .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"\(name)\"",
        ]
        guard let place else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: beginning))
        }
        let body = ResponseBody { writer in
            try await writer.write(beginning)
            var place: Place? = place
            while let from = place {
                let further = try await read(from)
                if !further.rows.isEmpty { try await writer.write(ByteBuffer(string: text(further.rows))) }
                place = further.next
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    static func cells(_ event: AuditEvent) -> [String] {
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
