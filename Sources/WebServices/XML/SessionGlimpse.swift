/// A look at the beginning of a request, before it is read as XML: which session it seems to be of.
///
/// Only how much more is read depends on it. Who performs the request is told by its elements.
enum SessionGlimpse {
    private static let name = Array("SessionID".utf8)
    private static let idLength = 32
    /// How far behind the element's name its text may begin: attributes and white space lie between, `&gt;` in a request that is text.
    private static let maximumDistance = 256

    /// The first 32 hexadecimal digits behind a `SessionID`; `nil` when there are none.
    static func sessionID(in bytes: [UInt8]) -> String? {
        // Every other byte is zero where each character takes two.
        let bytes = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        guard let name = bytes.firstRange(of: name) else { return nil }
        var digits: [UInt8] = []
        for byte in bytes[name.upperBound...].prefix(maximumDistance) {
            digits = isDigit(byte) ? digits + [byte] : []
            if digits.count == idLength { return String(decoding: digits, as: UTF8.self) }
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}
