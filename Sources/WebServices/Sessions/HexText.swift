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

    /// Lower-case digits of random bytes, from the system's secure generator.
    static func random(bytes count: Int) -> String {
        lowercase((0..<count).map { _ in UInt8.random(in: .min ... .max) })
    }
}
