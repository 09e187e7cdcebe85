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
