/// Digits that stand where a number is absent or withheld: pure.
///
/// Gateways that may send nothing but digits spell `ANONYMOUS` on a telephone's keypad (+266696687; Lesotho, whose code 266 is, has no such
/// number), and likewise other words; others fill the field with zeros, ones or nines.
///
/// Source: RFC 3323 section 4.1.1.3 says what is withheld; the digits are what public exchanges are seen to make of it.
enum SilentDigits {
    private static let spelledWords = [
        "anonymous", "unavailable", "restricted", "blocked", "unknown", "private", "withheld",
    ]
    private static let keypad = ["", "", "abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"]
    private static let spelled = spelledWords.map { Array(digits(of: $0).utf8) }
    /// Shorter runs of one digit are somebody's number or extension; no numbering plan has longer ones of these.
    private static let minimumRun = 10
    private static let minimumZeros = 4
    private static let maximumBehindZeros = 2
    private static let northAmericanDigits = 10

    /// Whether digits, without a plus sign, are nobody's number.
    static func contains(_ digits: some StringProtocol) -> Bool {
        let digits = digits.utf8
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        guard let first = significant.first else {
            return true
        }
        let count = significant.count
        if isSpelled(significant, count: count) {
            return true
        }
        // With the country code of North America before it, which no number of another length has.
        if first == UInt8(ascii: "1"), count >= northAmericanDigits, count != northAmericanDigits + 1,
            isSpelled(significant.dropFirst(), count: count - 1)
        {
            return true
        }
        // A counter's 1, or a test's: no number begins with so many zeros.
        if digits.count - count >= minimumZeros, count <= maximumBehindZeros {
            return true
        }
        // Behind 011 or 0011, which are dialled to another country.
        if count < digits.count, significant.starts(with: "11".utf8),
            isSpelled(significant.dropFirst(2), count: count - 2)
        {
            return true
        }
        return (first == UInt8(ascii: "1") || first == UInt8(ascii: "9")) && count >= minimumRun
            && significant.allSatisfy { $0 == first }
    }

    private static func isSpelled(_ digits: some Sequence<UInt8>, count: Int) -> Bool {
        spelled.contains { $0.count == count && digits.elementsEqual($0) }
    }

    private static func digits(of word: String) -> String {
        word.map { letter in
            keypad.firstIndex { $0.contains(letter) }.map(String.init) ?? ""
        }.joined()
    }
}
