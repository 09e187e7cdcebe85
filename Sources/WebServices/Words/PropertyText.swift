/// The text of a property as clients write it.
enum PropertyText {
    /// Without XML white space around it: documents are often indented.
    static func trimmed(_ text: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in
            scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
        }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// A 32-bit signed integer; `nil` when the text is none.
    ///
    /// Source: Web Services API, "Types".
    static func integer(_ text: String) -> Int32? {
        Int32(text)
    }
}
