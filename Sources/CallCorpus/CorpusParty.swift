/// A party of made-up calls, with the ways in which reports and the provider write it.
struct CorpusParty: Sendable {
    /// E.164.
    let number: String
    /// A user of the company has an extension, which often is not the end of the number.
    var extensionNumber: String?
    let name: String

    /// `+441632960111` as `01632960111`.
    var national: String {
        number.hasPrefix("+44") ? "0" + number.dropFirst(3) : number
    }

    /// One of the ways to write the number.
    func written(_ random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<6: number
        case 6..<8: national
        case 8: number.hasPrefix("+44") ? "0044" + number.dropFirst(3) : number
        default: number.hasPrefix("+44") ? "+44 (0)" + number.dropFirst(3) : number
        }
    }
}
