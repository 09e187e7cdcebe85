internal import ByteRanges

/// The head of a GET or HEAD for audio, read in one pass from the bytes that came; pure.
///
/// Reads strictly what players and programs send, and leaves everything else to NIO's codec: another method, path or version, a field that only
/// the ordinary route understands, a field that counts and comes twice, a head that has not come wholly. Whatever is read here the codec would
/// read the same way, so both agree on where a request ends.
///
/// Source: RFC 9112 §3, §5; RFC 9110 §5.5, §5.6.2.
package struct AudioRequestHead: Sendable {
    /// What the targets of audio begin with.
    static let prefix: StaticString = "/v1/audio/"
    private static let version: StaticString = " HTTP/1.1\r\n"

    package let isHead: Bool
    /// Where among the bytes the target lies.
    package let target: Range<Int>
    package let fields: AudioRequestFields
    /// The length of the head, the empty line included.
    package let byteCount: Int

    /// Reads the head that `bytes` begin with; `nil` leaves it to the codec.
    package init?(_ bytes: Span<UInt8>) {
        if bytes.hasText("GET ", at: 0) {
            isHead = false
        } else if bytes.hasText("HEAD ", at: 0) {
            isHead = true
        } else {
            return nil
        }
        let start = isHead ? 5 : 4
        guard bytes.hasText(Self.prefix, at: start) else { return nil }
        let targetEnd = bytes.firstIndex(from: start) { !$0.isVisible }
        guard bytes.hasText(Self.version, at: targetEnd) else { return nil }
        target = start..<targetEnd
        var place = targetEnd + Self.version.utf8CodeUnitCount
        var fields = AudioRequestFields()
        while !bytes.hasText("\r\n", at: place) {
            let nameEnd = bytes.firstIndex(from: place) { !$0.isTokenCharacter }
            guard nameEnd > place, bytes.hasText(":", at: nameEnd) else { return nil }
            let valueStart = bytes.firstIndex(from: nameEnd + 1) { !$0.isSpace }
            let lineEnd = bytes.firstIndex(from: valueStart) { !$0.isVisible && !$0.isSpace }
            guard bytes.hasText("\r\n", at: lineEnd) else { return nil }
            // Like the codec, which leaves space at a line's end to whoever reads the value.
            guard fields.take(bytes.extracting(place..<nameEnd), bytes.extracting(valueStart..<lineEnd)) else {
                return nil
            }
            place = lineEnd + 2
        }
        guard fields.hasHost else { return nil }
        self.fields = fields
        byteCount = place + 2
    }
}

extension Span<UInt8> {
    /// Whether `text` stands at `place`.
    fileprivate func hasText(_ text: StaticString, at place: Int) -> Bool {
        guard count - place >= text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount where self[place + index] != text.utf8Start[index] { return false }
        return true
    }

    /// The first place from `start` on whose byte is wanted; the end when there is none.
    @inline(__always)
    fileprivate func firstIndex(from start: Int, where isWanted: (UInt8) -> Bool) -> Int {
        var place = start
        while place < count, !isWanted(self[place]) { place += 1 }
        return place
    }
}

extension UInt8 {
    /// Printable ASCII but the space.
    fileprivate var isVisible: Bool { self > UInt8(ascii: " ") && self < 0x7F }

    fileprivate var isSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    /// What field names are made of.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "!"),
            UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}
