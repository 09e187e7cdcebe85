import Testing

import Dubber

@Suite("Parties in many spellings")
struct PartyFormTests {
    static let number = "+441632960111"

    /// Ways of writing +441632960111.
    static let spellings = [
        "441632960111", "+44 1632 960111", "01632 960111", "01632960111", "00441632960111", "0044 1632 960 111",
        "011441632960111", "011 44 1632 960111", "0011 44 1632 960111", "+44 (0)1632 960111", "+44(0)1632960111",
        "0044 (0)1632 960111", "44 (0)1632 960111", "+44 01632 960111", "+4401632960111", "(01632) 960111",
        "(0)1632 960111", "(+44) 1632 960111", "+(44)1632960111", "++441632960111", "+44-1632-960111",
        "+44.1632.960.111", "+44/1632/960111", "01632/960111", "+44 1632 960-111", "[+44] 1632 960111",
        "  +441632960111  ", "\t01632 960111\n", "'+441632960111", "'01632960111'", "=\"01632960111\"",
        "\"+441632960111\"", "441632960111.0", "+441632,960111", "Tel. 01632 960111", "Tel: +44 1632 960111",
        "phone: 01632 960111", "tel:+441632960111", "TEL:+44-1632-960111", "tel://+441632960111", "tel:01632960111",
        "tel:01632960111;phone-context=+44", "tel:1632960111;phone-context=+44",
        "tel:01632960111;phone-context=example.com",
        "tel:+441632960111;npdi", "tel:+441632960111;npdi;rn=+441632960999", "tel:+441632960111;isub=1411",
        "tel:+441632960111;cic=+1-6789", "tel:+441632960111;enumdi", "tel:+441632960111;ext=12", "tel:+44(0)1632960111",
        "tel:+441632960111;verstat=TN-Validation-Passed", "<tel:+441632960111>", "<tel:+441632960111>;tag=1",
        "+441632960111;npdi;rn=+441632960999", "+441632960111;ext=12", "sip:+441632960111@example.com",
        "sips:+441632960111@example.com", "SIP:+441632960111@EXAMPLE.COM", "sip:01632960111@192.0.2.1:5060",
        "sip:+441632960111@[2001:db8::1]:5061", "sip:+441632960111@example.com;user=phone",
        "sip:+441632960111@example.com:5061;transport=tls;user=phone", "sip:+441632960111:secret@example.com",
        "sip:+44-1632-960111@example.com", "sip:%2B441632960111@example.com", "sip:+44%201632%20960111@example.com",
        "sip:+441632960111;npdi@example.com;user=phone", "sip:+441632960111;rn=+441632960999;npdi@example.com",
        "sip:+441632960111;ext=12@example.com", "sip:01632960111;phone-context=+44@example.com;user=phone",
        "sip:+441632960111;tgrp=tg1;trunk-context=example.com@example.com",
        "sip:+441632960111;cpc=ordinary@example.com",
        "sip:+441632960111@example.com?subject=call&priority=urgent", "sip:+441632960111", "+441632960111@example.com",
        "01632960111@sbc.example.net", "<sip:+441632960111@example.com>", "<+441632960111>",
        "Pat Example <sip:+441632960111@example.com>",
        "\"Pat Example\" <sip:+441632960111@example.com;user=phone>;tag=a48s",
        "\"Pat \\\"P\\\" Example\" <tel:+441632960111>", "\"Example, Pat\" <sip:+441632960111@example.com>",
        "\"Pat <3 Example\" <sip:+441632960111@example.com>", "\"Pat\"<sip:+441632960111@example.com>",
        "\"Pat Example\" sip:+441632960111@example.com", "\"Anonymous\" <sip:+441632960111@example.com>",
        "\"\" <sip:+441632960111@example.com>", "\"+44 1632 960111\" <sip:gateway@192.0.2.1>",
        "<sip:pat@example.com>, <tel:+441632960111>", "\"Pat\" <sip:pat@example.com>;x=1, \"Pat\" <tel:+441632960111>",
        "callto:+441632960111", "callto:tel:+441632960111", "callto://01632960111", "fax:+441632960111",
        "sms:+441632960111",
        "h323:+441632960111@example.com", "4:+441632960111", "im:+441632960111@example.com",
        "+44 1632 960111 x12", "+44 1632 960111 ext 12", "+44 1632 960111 ext. 12", "+44 1632 960111 extension 12",
        "01632 960111 EXT.12", "01632 960111#12", "+441632960111#", "+441632960111,,12", "+441632960111,,,12#",
        "+441632960111p12", "+441632960111w12", "+441632960111;12", "01632 960111 Durchwahl 12",
        "01632 960111 poste 12",
        "Pat Example (+441632960111)", "Pat Example (01632 960111)", "01632 960111 (Pat Example)",
        "+441632960111 (Anonymous)", "Pat Example +44 1632 960111", "Pat Example: +441632960111",
        "Pat Example - +441632960111", "Example, Pat, +441632960111", "+441632960111 Pat Example",
        "+441632960111 - Pat Example", "*67 01632960111", "#31#01632960111", "#31#+441632960111", "*31#01632960111",
        "＋４４１６３２９６０１１１", "０１６３２　９６０１１１", "+٤٤١٦٣٢٩٦٠١١١", "+۴۴۱۶۳۲۹۶۰۱۱۱", "+४४१६३२९६०१११",
        "+44\u{00A0}1632\u{00A0}960111", "+44\u{202F}1632\u{2009}960111", "+44\u{2010}1632\u{2010}960111",
        "+44\u{2011}1632\u{2011}960111", "+44\u{2012}1632\u{2012}960111", "+44\u{2013}1632\u{2014}960111",
        "+44\u{2212}1632\u{2212}960111", "+44\u{FF0D}1632\u{FE63}960111", "\u{200E}+441632960111\u{200F}",
        "\u{202A}+44 1632 960111\u{202C}", "\u{2066}01632 960111\u{2069}", "+44\u{200B}1632\u{200B}960111",
        "\u{FEFF}+441632960111", "+44\u{00AD}1632960111", "+44\u{2060}1632960111", "+44·1632·960111", "+44 1632∕960111",
        "☎ +44 1632 960111", "📞01632 960111", "\u{2018}+441632960111", "“+441632960111”",
        "sip:+44%E2%80%911632%E2%80%91960111@example.com",
    ]

    @Test("A number agrees with itself in every spelling", arguments: spellings)
    func spelledNumber(text: String) {
        let party = PartyForm(text)
        #expect(party.agrees(with: PartyForm(Self.number)), "\(party)")
        #expect(PartyForm(Self.number).agrees(with: party), "\(party)")
        #expect(!PartyForm("+441632960112").agrees(with: party), "\(party)")
    }

    @Test(
        "Every spelling of a number with its country is asked for in E.164",
        arguments: spellings.filter { $0.contains("+44") }
    )
    func asked(text: String) {
        #expect(PartyForm(text).number?.asked == Self.number)
    }

    @Test(
        "Ways of writing one party agree",
        arguments: [
            ("+64800111222", "0800111222"), ("0800111222", "0800 111 222"), ("2041", "2041"),
            ("sip:2041@example.com", "2041"),
            ("sip:2041@192.0.2.7;user=phone", "sip:2041@example.com"), ("ext. 2041", "2041"), ("x2041", "2041"),
            ("\"Front Desk\" <sip:2041@example.com>", "tel:2041;phone-context=example.com"), ("*67", "*67"),
            ("Pat Example", "pat  example"), ("Pat Example", "\"Pat Example\""), ("Pat Example", "Example, Pat"),
            ("Pat Example", "Pat Example (External)"), ("Pat Example", "Pat\u{00A0}Example"),
            ("Pat Example", "\u{202A}Pat Example\u{202C}"), ("Zoë Exämple", "ZOË EXÄMPLE"),
            ("Zoe\u{0308} Example", "Zoë Example"),
            ("“Pat Example”", "Pat Example"), ("Pat Exam\u{2010}ple", "Pat Exam-ple"),
            ("\"Pat Example\" <sip:+441632960111@example.com>", "Pat Example"),
            ("\"Example, Pat\" <sip:pat@example.com>", "Pat Example"), ("pat@example.com", "PAT@EXAMPLE.COM"),
            ("sip:pat@example.com;transport=tls", "pat@example.com"),
            ("sips:pat@example.com:5061", "sip:pat@EXAMPLE.com."),
            ("im:pat@example.com", "mailto:pat@example.com"),
            ("\"Pat\" <sip:pat:secret@example.com>;tag=1", "pat@example.com"),
            ("sip:p%61t@example.com", "pat@example.com"), ("<sip:pat@example.com?subject=x>", "pat@example.com"),
            ("+15550100000 x12", "+15550100000 ext 12"), ("(415) 555-0100", "+1 415 555 0100"),
            ("1-415-555-0100", "+14155550100"), ("14155550100", "4155550100"), ("+74951234567", "8 (495) 123-45-67"),
            ("+390612345678", "06 1234 5678"), ("+390612345678", "00390612345678"), ("+34612345678", "612 345 678"),
            ("+4930123456", "030/123456"), ("+33123456789", "01.23.45.67.89"), ("+3612345678", "06 1 234 5678"),
            ("+6512345678", "1234 5678"), ("441632960111", "1632960111"),
        ]
    )
    func agrees(left: String, right: String) {
        #expect(PartyForm(left).agrees(with: PartyForm(right)), "\(PartyForm(left)) \(PartyForm(right))")
        #expect(PartyForm(right).agrees(with: PartyForm(left)), "\(PartyForm(right)) \(PartyForm(left))")
    }

    @Test(
        "Different parties never agree, however alike they end",
        arguments: [
            ("+441632960111", "+441632960112"), ("+441632960111", "+11632960111"), ("01632960111", "+11632960111"),
            ("01632960111", "+341632960111"), ("0612345678", "+34612345678"), ("+4915112345678", "+4315112345678"),
            ("+4915112345678", "+43 (0)15112345678"), ("004915112345678", "004315112345678"),
            ("+441632960111", "960111"), ("+441632960111", "0111"), ("+441632960111", "2960111"), ("0111", "111"),
            ("111", "0111"), ("2041", "2042"), ("2041", "12041"), ("5550100", "+14165550100"),
            ("5550100", "+12125550100"),
            ("4165550100", "+12125550100"), ("01132960000", "+3232960000"), ("01132960000", "+32960000"),
            ("+441632960111 x12", "+441632960111 x13"), ("+441632960111;ext=2041", "2041"),
            ("+44163296011", "+441632960111"),
            ("+441632960111", "+4416329601110"), ("901632960111", "+441632960111"), ("+390612345678", "+39612345678"),
            ("*67", "67"), ("*67", "*69"), ("Pat Example", "Sam Example"),
            ("Pat Example", "+441632960111"), ("Pat Example", "2041"), ("pat@example.com", "sam@example.com"),
            ("pat@example.com", "pat@other.example"), ("pat@example.com", "Pat Example"), ("pat@example.com", "2041"),
            ("\"Pat\" <sip:+441632960111@example.com>", "\"Pat\" <sip:+441632960112@example.com>"),
            ("\"Pat Example\" <sip:pat@example.com>", "\"Pat Example\" <sip:pat2@example.com>"),
            ("Jörg Example", "Jorg Example"), ("User 1", "User 2"), ("Room 101", "101"),
            ("sip:2041@example.com", "sip:2042@example.com"),
        ]
    )
    func differs(left: String, right: String) {
        #expect(!PartyForm(left).agrees(with: PartyForm(right)), "\(PartyForm(left)) \(PartyForm(right))")
        #expect(!PartyForm(right).agrees(with: PartyForm(left)), "\(PartyForm(right)) \(PartyForm(left))")
    }

    @Test(
        "What two parties say of each other has four answers",
        arguments: [
            ("+441632960111", "0111", .hinted), ("+441632960111", "01", .untold), ("+441632960111", "2041", .untold),
            ("+441632960111 x2041", "2041", .hinted), ("01632960111", "960111", .hinted), ("2041", "2042", .different),
            ("Pat Example", "+441632960111", .untold), ("pat@example.com", "pat@sbc.example", .untold),
            ("2960111", "+441632960111", .untold), ("2960112", "+441632960111", .different), ("Pat", "Sam", .different),
            ("anonymous", "+441632960111", .untold), ("anonymous", "anonymous", .untold),
        ] as [(String, String, PartyForm.Likeness)]
    )
    func likeness(left: String, right: String, said: PartyForm.Likeness) {
        #expect(PartyForm(left).likeness(to: PartyForm(right)) == said)
        #expect(PartyForm(right).likeness(to: PartyForm(left)) == said)
    }
}
