import DubberSimulator
import Foundation
import Testing

@Suite("Times on the provider's wire")
struct DubberDatesTests {
    private let sample = Date(timeIntervalSince1970: 1_543_784_400)

    @Test(
        "API times are RFC 2822 with an offset, local or +0000 (A)",
        arguments: [
            (780, "Mon, 03 Dec 2018 10:00:00 +1300"),
            (0, "Sun, 02 Dec 2018 21:00:00 +0000"),
            (-210, "Sun, 02 Dec 2018 17:30:00 -0330"),
        ]
    )
    func apiTimes(offsetMinutes: Int, expected: String) {
        #expect(DubberDates.rfc2822(sample, offsetMinutes: offsetMinutes) == expected)
    }

    @Test("A presigned URL's time survives writing and reading")
    func compactTimes() {
        #expect(DubberDates.compact(sample) == "20181202T210000Z")
        #expect(DubberDates.date(compact: "20181202T210000Z") == sample)
    }

    @Test(
        "What is not a presigned URL's time is none",
        arguments: ["", "20181202", "20181202T2100ZZZ", "x0181202T210000Z"]
    )
    func brokenCompactTimes(text: String) {
        #expect(DubberDates.date(compact: text) == nil)
    }
}
