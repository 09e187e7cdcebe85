import ByteRanges
import Testing

@Suite struct HTTPDateTests {
    @Test(
        "All three forms of RFC 9110 are read",
        arguments: ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
    )
    func forms(_ text: String) {
        #expect(HTTPDate(text)?.unixSeconds == 784_111_777)
    }

    @Test(
        "What is no date is refused",
        arguments: [
            "", "0", "tomorrow", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
        ]
    )
    func refused(_ text: String) {
        #expect(HTTPDate(text) == nil)
    }

    @Test(
        "A date that the calendar does not have is none, in all three forms",
        arguments: [
            ("Jan", 31, 2023, true), ("Feb", 28, 2023, true), ("Feb", 29, 2023, false), ("Feb", 29, 2024, true),
            ("Feb", 30, 2024, false), ("Feb", 31, 2024, false), ("Feb", 29, 2000, true), ("Feb", 29, 1900, false),
            ("Feb", 29, 2100, false), ("Mar", 31, 2023, true), ("Apr", 30, 2023, true), ("Apr", 31, 2023, false),
            ("Jun", 31, 2023, false), ("Sep", 31, 2023, false), ("Nov", 31, 2023, false), ("Dec", 31, 2023, true),
            ("Dec", 0, 2023, false),
        ]
    )
    func calendar(_ month: String, _ day: Int, _ year: Int, _ exists: Bool) {
        let twoDigits = day < 10 ? "0\(day)" : "\(day)"
        #expect((HTTPDate("Sun, \(twoDigits) \(month) \(year) 08:49:37 GMT") != nil) == exists)
        #expect((HTTPDate("Sun \(month) \(day < 10 ? " " : "")\(day) 08:49:37 \(year)") != nil) == exists)
        // Two digits mean a year from 1970 to 2069.
        guard (1970..<2070).contains(year) else { return }
        let shortYear = year % 100 < 10 ? "0\(year % 100)" : "\(year % 100)"
        #expect((HTTPDate("Sunday, \(twoDigits)-\(month)-\(shortYear) 08:49:37 GMT") != nil) == exists)
    }

    @Test(
        "The preferred form is written, leap days and centuries included",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        ]
    )
    func written(_ unixSeconds: Int64, _ text: String) {
        #expect(HTTPDate(unixSeconds: unixSeconds).description == text)
        #expect(HTTPDate(text)?.unixSeconds == unixSeconds)
    }

    @Test("Every second of a seeded sample survives writing and reading")
    func roundTrip() {
        var seed: UInt64 = 20_261_123
        for _ in 0..<2000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let date = HTTPDate(unixSeconds: Int64(seed >> 33) * 60 - 2_000_000_000)
            #expect(HTTPDate(date.description) == date, "seed 20261123")
        }
    }
}
