import Dubber
import Foundation
import Testing

@Suite("Keys that parties are looked up by")
struct PartyKeyTests {
    static let parties = [
        "+441632960111", "01632960111", "00441632960111", "441632960111", "1632960111", "+44 (0)1632 960111",
        "tel:+441632960111", "sip:+441632960111@example.com", "960111", "0111", "111", "11", "1", "*72", "#31#", "999",
        "+64 9 555 0100", "0800111222", "+649555010", "5550100", "Pat Example", "pat  example", "Zoë", "anonymous", "",
        "+1", "0000", "٣٤", "+441632960112", "2960111", "12960111", "+4930123456", "030 123456", "+36123456",
        "06123456",
        "\"Pat Example\" <sip:+441632960111@example.com>", "\"Pat Example\" <sip:pat@example.com>",
        "sip:pat@example.com",
        "pat@example.com", "+441632960111 x2041", "2041", "Private Number", "+266696687",
    ]

    @Test("Parties that agree, or of which one is the other's extension, have keys that may agree", arguments: parties)
    func noneIsMissed(party: String) {
        let form = PartyForm(party)
        for other in Self.parties {
            let otherForm = PartyForm(other)
            guard [.same, .hinted].contains(form.likeness(to: otherForm)) else { continue }
            let keys = (PartyKey(form), PartyKey(otherForm))
            #expect(keys.0.flatMap { one in keys.1.map { one.mayAgree(with: $0) } } == true, "\(party), \(other)")
            let sayTheSame = (form.number == nil) == (otherForm.number == nil) && form.address == otherForm.address
            if sayTheSame, form.agrees(with: otherForm) { #expect(keys.0 == keys.1, "\(party), \(other)") }
        }
    }

    @Test(
        "Numbers, names, addresses and those that say nothing are told apart",
        arguments: [
            ("+441632960111", "+441632960112"), ("Pat Example", "Pat Sample"), ("", ""), ("960111", "960112"),
            ("pat@example.com", "sam@example.com"), ("Private Number", "Private Number"), ("0", "0"),
        ]
    )
    func apart(left: String, right: String) {
        let keys = (PartyKey(PartyForm(left)), PartyKey(PartyForm(right)))
        #expect(keys.0.flatMap { one in keys.1.map { one.mayAgree(with: $0) } } != true)
    }

    @Test("Two calls may be one when both parties may agree, and one of them by more than its extension")
    func pairs() {
        let call = PartyKeys(from: "+441632960111", to: "+441132960222")
        #expect(call.mayAgree(with: PartyKeys(from: "01632960111", to: "0113 296 0222")))
        #expect(call.mayAgree(with: PartyKeys(from: "01632960111", to: "222")))
        #expect(!call.mayAgree(with: PartyKeys(from: "111", to: "222")))
        #expect(!call.mayAgree(with: PartyKeys(from: "+441632960112", to: "+441132960222")))
        #expect(!call.mayAgree(with: PartyKeys(from: "+441632960111", to: "")))
    }

    /// Digits behind a plus sign: country codes of all lengths, prefixes that do not belong there, nobody's numbers.
    static let international = [
        "441632960111", "4401632960111", "12025550123", "10025550123", "390612345678", "85291234567", "26696687000",
        "266696687", "99999999999", "11111111111", "44000000000", "4400000000000", "842253263", "8422532630",
        "70951234567",
        "4930123456", "493012345678", "20123456789", "2001234567890", "123456789012345", "1234567890123456",
    ]

    @Test(
        "A party's key is that of its form, whether or not the form is made",
        arguments: parties + international.map { "+" + $0 }
    )
    func keyOfForm(party: String) {
        for label in [nil, "", "Pat Example", "+441632960333"] {
            #expect(PartyKey(party, label: label) == PartyKey(PartyForm(party, label: label)))
        }
    }
}
