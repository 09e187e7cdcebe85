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
            guard Self.isPlain(value.utf8Span.span) else { return nil }
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
    private static func isPlain(_ value: Span<UInt8>) -> Bool {
        for index in value.indices {
            let byte = value[index]
            guard byte >= UInt8(ascii: " ") && byte < 0x7F || byte == UInt8(ascii: "\t") else { return false }
        }
        return value.isEmpty || !isSpace(value[0]) && !isSpace(value[value.count - 1])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
