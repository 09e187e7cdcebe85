package import Foundation

/// Reads the dates of the provider, in either of the forms that it has been seen to speak of.
///
/// Source: Dubber API, Recordings (A: RFC 2822); More, found later (`X-Date-Format: ISO8601`, A for exports, D elsewhere).
package enum ProviderDate {
    private static let maximumFractionDigits = 9

    /// The moment, or `nil` when the text is no date.
    package static func date(from text: String) -> Date? {
        RFC2822Date.date(from: text) ?? iso8601(text)
    }

    /// RFC 3339 and its relatives: `2018-12-03T10:00:00+13:00`, `2018-12-03 10:00:00.25Z`; without an offset in UTC.
    private static func iso8601(_ text: String) -> Date? {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: "T").uppercased()
        let parts = text.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, let day = day(parts[0]) else {
            return nil
        }
        let clock = parts[1].prefix { "0123456789:.,".contains($0) }
        guard let offset = offsetSeconds(parts[1][clock.endIndex...].drop { $0 == "T" }) else {
            return nil
        }
        let halves = clock.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard halves.count <= 2, let second = RFC2822Date.secondOfDay(halves[0]),
            let fraction = halves.count == 2 ? fraction(halves[1]) : 0
        else {
            return nil
        }
        return Date(timeIntervalSince1970: TimeInterval(day * 86_400 + second - offset) + fraction)
    }

    /// Days since 1970.
    private static func day(_ text: Substring) -> Int? {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, let year = RFC2822Date.number(fields[0], digits: 4...4),
            let month = RFC2822Date.number(fields[1], digits: 2...2), (1...12).contains(month),
            let day = RFC2822Date.number(fields[2], digits: 2...2),
            (1...RFC2822Date.daysIn(month: month, year: year)).contains(day)
        else {
            return nil
        }
        return RFC2822Date.daysSince1970(year: year, month: month, day: day)
    }

    private static func fraction(_ text: Substring) -> TimeInterval? {
        guard RFC2822Date.number(text, digits: 1...maximumFractionDigits) != nil else {
            return nil
        }
        return TimeInterval("0.\(text)")
    }

    /// `Z`, `+13:00`, `+1300`, `+13`, or nothing.
    private static func offsetSeconds(_ text: Substring) -> Int? {
        guard let sign = text.first else {
            return 0
        }
        if text == "Z" || text == "UTC" || text == "GMT" {
            return 0
        }
        let digits = text.dropFirst().filter { $0 != ":" }[...]
        guard sign == "+" || sign == "-", digits.utf8.count % 2 == 0,
            let value = RFC2822Date.number(digits, digits: 2...4)
        else {
            return nil
        }
        let (hours, minutes) = digits.utf8.count == 2 ? (value, 0) : (value / 100, value % 100)
        guard hours < 24, minutes < 60 else {
            return nil
        }
        return (hours * 3_600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }
}
