internal import Recordings

/// Where two spellings of one name differ, in words that show it: on paper they may look alike.
struct SpellingDifference: CustomStringConvertible {
    let description: String

    /// - Returns: `nil` when both are the same, byte for byte.
    init?(_ name: String, _ known: String) {
        guard !name.hasSameBytes(as: known) else { return nil }
        let (new, old) = (Array(name.unicodeScalars), Array(known.unicodeScalars))
        let place = zip(new, old).prefix { $0 == $1 }.count
        func word(_ scalars: [Unicode.Scalar]) -> String {
            guard place < scalars.count else { return "nothing" }
            let digits = String(scalars[place].value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        description =
            "is \"\(known)\" of the registry in another spelling: character \(place + 1) is \(word(new)), there \(word(old))"
    }
}
