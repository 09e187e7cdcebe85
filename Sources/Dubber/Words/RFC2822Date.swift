package import Foundation

/// Reads the dates of the provider: `Mon, 03 Dec 2018 10:00:00 +1300`.
///
/// Written by hand because a report page brings hundreds of them and `DateFormatter` is slow.
/// Source: Dubber API, Recordings (A); RFC 5322, 3.3 and 4.3.
package enum RFC2822Date {
    private static let months = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
        "dec": 12,
    ]
    /// In hours (RFC 5322, 4.3).
    private static let namedZones = [
        "gmt": 0, "ut": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
        "pst": -8, "pdt": -7,
    ]

    /// The moment, or `nil` when the text is no such date; the weekday is optional and not checked.
    package static func date(from text: String) -> Date? {
        var fields = text.split(whereSeparator: \.isWhitespace)
        if fields.first?.hasSuffix(",") == true {
            fields.removeFirst()
        } else if let comma = fields.first?.firstIndex(of: ","), let first = fields.first {
            fields[0] = first[first.index(after: comma)...]
        }
        guard fields.count >= 5,
            let day = number(fields[0], digits: 1...2), let month = months[fields[1].lowercased()],
            let year = number(fields[2], digits: 4...4),
            (1...daysIn(month: month, year: year)).contains(day),
            let secondOfDay = secondOfDay(fields[3]), let offset = offsetSeconds(fields[4])
        else {
            return nil
        }
        let seconds = daysSince1970(year: year, month: month, day: day) * 86_400 + secondOfDay - offset
        return Date(timeIntervalSince1970: TimeInterval(seconds))
    }

    static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// `10:00:00` or `10:00`; a leap second is taken as the second before.
    static func secondOfDay(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = number(parts[0], digits: 1...2), hour < 24,
            let minute = number(parts[1], digits: 2...2), minute < 60
        else {
            return nil
        }
        guard parts.count == 3 else {
            return hour * 3600 + minute * 60
        }
        guard let second = number(parts[2], digits: 2...2), second <= 60 else {
            return nil
        }
        return hour * 3600 + minute * 60 + min(second, 59)
    }

    private static func offsetSeconds(_ text: Substring) -> Int? {
        if let hours = namedZones[text.lowercased()] {
            return hours * 3600
        }
        guard let sign = text.first, sign == "+" || sign == "-", let value = number(text.dropFirst(), digits: 4...4),
            value % 100 < 60
        else {
            return nil
        }
        let seconds = value / 100 * 3600 + value % 100 * 60
        return sign == "-" ? -seconds : seconds
    }

    static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days of the proleptic Gregorian calendar, counted from a year that begins in March.
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }
}
