import Testing

import Dubber

@Suite("Numbers and names of parties")
struct NumberFormTests {
    @Test(
        "Ways of writing one party agree",
        arguments: [
            ("+441632960111", "+44 1632 960111"),
            ("+441632960111", "01632 960111"),
            ("+441632960111", "00441632960111"),
            ("+441632960111", "441632960111"),
            ("+44 (0)1632 960111", "+441632960111"),
            ("+64800111222", "0800111222"),
            ("0800111222", "0800 111 222"),
            ("tel:+441632960111", "+441632960111"),
            ("sip:+441632960111@example.com", "01632960111"),
            ("2041", "2041"),
            ("Pat Example", "pat  example"),
            ("pat@example.com", "PAT@EXAMPLE.COM"),
            ("*67", "*67"),
        ]
    )
    func agrees(left: String, right: String) {
        #expect(NumberForm(left).agrees(with: NumberForm(right)))
        #expect(NumberForm(right).agrees(with: NumberForm(left)))
    }

    @Test(
        "Different or unknown parties never agree",
        arguments: [
            ("+441632960111", "+441632960112"),
            ("+441632960111", "+11632960111"),
            ("+441632960111", "960111"),
            ("0111", "111"),
            ("5550100", "+14165550100"),
            ("Pat Example", "Sam Example"),
            ("Pat Example", "+441632960111"),
            ("anonymous", "anonymous"),
            ("", ""),
            ("Unavailable", "+441632960111"),
        ]
    )
    func differs(left: String, right: String) {
        #expect(!NumberForm(left).agrees(with: NumberForm(right)))
        #expect(!NumberForm(right).agrees(with: NumberForm(left)))
    }

    @Test("A party that is absent agrees with nobody")
    func absent() {
        #expect(!NumberForm(nil).agrees(with: NumberForm(nil)))
    }
}
