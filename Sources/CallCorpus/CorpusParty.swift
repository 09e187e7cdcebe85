internal import Sharing

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
    func written(_ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<11: number
        case 11..<15: national
        case 15: number.hasPrefix("+44") ? "0044" + number.dropFirst(3) : number
        case 16: number.hasPrefix("+44") ? "+44 (0)" + number.dropFirst(3) : number
        default: addressed(&random)
        }
    }

    /// As exchanges and directories write it.
    private func addressed(_ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: "tel:\(number)"
        case 1: "tel:\(number);npdi;rn=+441632960999"
        case 2: "sip:\(number)@sbc.example;user=phone"
        case 3: "\"\(name)\" <sip:\(number)@sbc.example>;tag=1928301774"
        case 4: "\(name) (\(number))"
        case 5: number.prefix(3) + "\u{2011}" + number.dropFirst(3)
        case 6: "tel:\(national)" + (number.hasPrefix("+44") ? ";phone-context=+44" : "")
        default: number + " ext. 12"
        }
    }

    /// What stands where a caller withheld the number; two of them are not one.
    static let withheld = [
        "anonymous", "Anonymous", "anonymous@anonymous.invalid", "sip:anonymous@anonymous.invalid",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>", "Private Number", "Number Withheld", "Unknown Caller", "-",
        "0",
        "N/A", "null", "+266696687", "Unbekannt", "Numéro masqué", "非通知", "",
    ]
}
