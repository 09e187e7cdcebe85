/// Bytes as hexadecimal digits.
enum HexText {
    private static let digits = Array("0123456789abcdef".unicodeScalars)

    static func lowercase(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return String(text)
    }

    /// The bytes that upper-case digits stand for; `nil` for anything else.
    static func bytes(uppercase text: String) -> [UInt8]? {
        let values = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        let nibbles = values.compactMap(\.self)
        guard nibbles.count == values.count, nibbles.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }

    /// Lower-case digits of random bytes, from the system's secure generator.
    static func random(bytes count: Int) -> String {
        lowercase((0..<count).map { _ in UInt8.random(in: .min ... .max) })
    }
}
