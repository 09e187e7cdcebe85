package import NIOHPACK

/// The head of a GET or HEAD for audio on a stream of HTTP/2; pure.
///
/// Reads as strictly as ``AudioRequestHead`` does, and leaves everything else to the stream's own handlers. NIO has refused by now what no request may say.
///
/// Source: RFC 9113 §8.2, §8.3.
package struct AudioStreamHead: Sendable {
    package let isHead: Bool
    package let target: String
    package let fields: AudioRequestFields

    /// Reads a header list; `nil` leaves it to the ordinary route.
    package init?(_ headers: HPACKHeaders) {
        var method: String?
        var target: String?
        var fields = AudioRequestFields()
        var bytes = 0
        for (name, value, _) in headers {
            bytes += name.utf8.count + value.utf8.count + HTTP2StreamGate.fieldOverheadBytes
            guard Self.isPlain(value) else { return nil }
            switch name {
            case ":method": method = value
            case ":path": target = value
            case ":scheme": continue
            case ":authority":
                guard fields.take("host".utf8Span.span, value.utf8Span.span) else { return nil }
            default:
                guard name.utf8.first != UInt8(ascii: ":"), fields.take(name.utf8Span.span, value.utf8Span.span) else {
                    return nil
                }
            }
        }
        guard let target, target.hasPrefix("\(AudioRequestHead.prefix)"), !target.utf8.contains(where: Self.isSpace),
            method == "GET" || method == "HEAD", fields.hasHost,
            bytes <= RequestTerms.maximumHeaderBytes
        else { return nil }
        isHead = method == "HEAD"
        self.target = target
        self.fields = fields
    }

    /// Visible ASCII, spaces and tabs, of which none stands first or last.
    private static func isPlain(_ value: String) -> Bool {
        let bytes = value.utf8
        return bytes.allSatisfy { $0 >= UInt8(ascii: " ") && $0 < 0x7F || $0 == UInt8(ascii: "\t") }
            && !(bytes.first.map(isSpace) ?? false) && !(bytes.last.map(isSpace) ?? false)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
