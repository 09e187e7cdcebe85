import Foundation
import Testing

import Dubber

@Suite("Dates of the provider")
struct RFC2822DateTests {
    @Test(
        "A date with an offset is the moment that it names",
        arguments: [
            ("Mon, 03 Dec 2018 10:00:00 +1300", "2018-12-02T21:00:00Z"),
            ("Sun, 02 Dec 2018 21:00:33 +0000", "2018-12-02T21:00:33Z"),
            ("Mon, 3 Dec 2018 10:00:00 +1300", "2018-12-02T21:00:00Z"),
            ("3 Dec 2018 10:00:00 -0330", "2018-12-03T13:30:00Z"),
            ("Thu, 29 Feb 2024 23:59:60 GMT", "2024-02-29T23:59:59Z"),
            ("Fri,  1 Mar 2024 00:00 UT", "2024-03-01T00:00:00Z"),
            ("Thu,1 Jan 1970 00:00:00 Z", "1970-01-01T00:00:00Z"),
            ("31 dec 2099 23:59:59 EST", "2100-01-01T04:59:59Z"),
        ]
    )
    func reads(text: String, expected: String) throws {
        #expect(RFC2822Date.date(from: text) == (try Date(expected, strategy: .iso8601)))
    }

    @Test(
        "What is no such date is refused",
        arguments: [
            "", "Mon, 03 Dec 2018", "Mon, 03 Dec 2018 10:00:00", "Mon, 31 Feb 2018 10:00:00 +0000",
            "Mon, 03 Foo 2018 10:00:00 +0000",
            "Mon, 03 Dec 2018 24:00:00 +0000", "Mon, 03 Dec 2018 10:61:00 +0000", "Mon, 03 Dec 18 10:00:00 +0000",
            "29 Feb 2100 00:00:00 Z",
            "Mon, 03 Dec 2018 10:00:00 +1", "2018-12-03T10:00:00Z", "Mon, 03 Dec 2018 10:00:00 +1399",
        ]
    )
    func refuses(text: String) {
        #expect(RFC2822Date.date(from: text) == nil)
    }

    @Test(
        "The provider's dates are read in ISO 8601 as well",
        arguments: [
            ("2018-12-03T10:00:00+13:00", "2018-12-02T21:00:00Z"), ("2018-12-02T21:00:33Z", "2018-12-02T21:00:33Z"),
            ("2018-12-02t21:00:33z", "2018-12-02T21:00:33Z"), ("2018-12-03T10:00:00+1300", "2018-12-02T21:00:00Z"),
            ("2018-12-03 10:00:00 +1300", "2018-12-02T21:00:00Z"), ("2018-12-03 10:00:00 +13", "2018-12-02T21:00:00Z"),
            ("2018-12-02 21:00:33 UTC", "2018-12-02T21:00:33Z"), ("2018-12-02T21:00:33", "2018-12-02T21:00:33Z"),
            ("2018-12-03T10:00-03:30", "2018-12-03T13:30:00Z"), ("2024-02-29T23:59:60Z", "2024-02-29T23:59:59Z"),
            ("Mon, 03 Dec 2018 10:00:00 +1300", "2018-12-02T21:00:00Z"),
        ]
    )
    func readsBoth(text: String, expected: String) throws {
        #expect(ProviderDate.date(from: text) == (try Date(expected, strategy: .iso8601)))
    }

    @Test("Fractions of a second are read")
    func fraction() throws {
        let whole = try Date("2018-12-02T21:00:33Z", strategy: .iso8601)
        #expect(ProviderDate.date(from: "2018-12-02T21:00:33.250Z") == whole + 0.25)
        #expect(ProviderDate.date(from: "2018-12-02T21:00:33,5+00:00") == whole + 0.5)
    }

    @Test(
        "What is no date is refused",
        arguments: [
            "", "2018-12-03", "2018-13-03T10:00:00Z", "2018-02-29T10:00:00Z", "2018-12-03T24:00:00Z",
            "2018-12-03T10:00:00+1",
            "2018-12-03T10:00:00X", "2018-12-03T10:00:00.Z", "18-12-03T10:00:00Z", "2018-12-03T10:00:00+25:00", "soon",
            "1543838400",
        ]
    )
    func refusesBoth(text: String) {
        #expect(ProviderDate.date(from: text) == nil)
    }
}
