/// A person's or an organisation's name as parties of calls carry it: pure.
enum PartyName {
    /// In lower case with single spaces, the given name first; `nil` for what names nobody.
    static func compared(_ text: String) -> String? {
        let name = withoutRemarks(unquoted(text[...]))
        guard !SilentWords.sayNothing(name) else {
            return nil
        }
        return givenNameFirst(name.lowercased())
    }

    /// A display name without quotation marks around it and the escapes inside.
    static func unquoted(_ text: Substring) -> String {
        let text = text.trimmed
        guard text.count > 1, text.first == "\"", text.last == "\"" else {
            return String(text)
        }
        return unescaped(text.dropFirst().dropLast())
    }

    /// Source: RFC 3261 section 25.1, `quoted-pair`.
    static func unescaped(_ text: Substring) -> String {
        var plain = ""
        var isEscaped = false
        for character in text {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                plain.append(character)
                isEscaped = false
            }
        }
        return plain.split(separator: " ").joined(separator: " ")
    }

    /// `Pat Example (External)` is `Pat Example`.
    private static func withoutRemarks(_ name: String) -> String {
        guard name.last == ")", let opening = name.lastIndex(of: "("), opening > name.startIndex else {
            return name
        }
        return String(name[..<opening].trimmed)
    }

    /// `Example, Pat` is `Pat Example`.
    private static func givenNameFirst(_ name: String) -> String {
        let parts = name.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            return name
        }
        return "\(parts[1]) \(parts[0])"
    }
}
