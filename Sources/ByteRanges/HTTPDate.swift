/// A moment of HTTP, to the second.
///
/// Source: RFC 9110 §5.6.7. The preferred form is written; the two obsolete ones are read as well.
package struct HTTPDate: Hashable, Sendable, Comparable {
    package let unixSeconds: Int64

    package init(unixSeconds: Int64) {
        self.unixSeconds = unixSeconds
    }

    package static func < (left: HTTPDate, right: HTTPDate) -> Bool {
        left.unixSeconds < right.unixSeconds
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let secondsPerDay: Int64 = 86_400

    /// Reads a header's value; `nil` when it is none of the three forms, or tells a day that the calendar does not have.
    package init?(_ value: some StringProtocol) {
        // IMF-fixdate "Sun, 06 Nov 1994 08:49:37 GMT", RFC 850 "Sunday, 06-Nov-94 08:49:37 GMT", asctime "Sun Nov  6 08:49:37 1994".
        let words = Substring(value).split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        switch words.count {
        case 6 where words[5] == "GMT":
            guard let shortYear = Int64(words[3]) else { return nil }
            // A two-digit year that lies more than 50 years ahead is in the past; the century turns at 1970 here.
            let year = words[3].utf8.count == 2 ? shortYear + (shortYear < 70 ? 2000 : 1900) : shortYear
            self.init(day: words[1], month: words[2], year: year, time: words[4])
        case 5:
            guard let year = Int64(words[4]) else { return nil }
            self.init(day: words[2], month: words[1], year: year, time: words[3])
        default:
            return nil
        }
    }

    private init?(day: String, month: String, year: Int64, time: String) {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { $0.count == 2 ? Int64($0) : nil }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
            let day = Int64(day), (1...31).contains(day), let month = Self.months.firstIndex(of: month),
            (1600...9999).contains(year)
        else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: Int64(month) + 1, day: day)
        // 31 February would be a day of March.
        guard Self.civil(daysSinceEpoch: days).day == day else { return nil }
        unixSeconds = days * Self.secondsPerDay + hour * 3600 + minute * 60 + second
    }

    /// Counts days in the proleptic Gregorian calendar, with years that begin in March so that the leap day comes last.
    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let century = marchYear / 400
        let yearOfCentury = marchYear - century * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return century * 146_097 + yearOfCentury * 365 + yearOfCentury / 4 - yearOfCentury / 100 + dayOfYear - 719_468
    }

    private static func civil(daysSinceEpoch days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let century = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfCentury = shifted - century * 146_097
        let yearOfCentury =
            (dayOfCentury - dayOfCentury / 1460 + dayOfCentury / 36_524 - dayOfCentury / 146_096) / 365
        let dayOfYear = dayOfCentury - (365 * yearOfCentury + yearOfCentury / 4 - yearOfCentury / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfCentury + century * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

extension HTTPDate: CustomStringConvertible {
    /// The preferred form, `Sun, 06 Nov 1994 08:49:37 GMT`.
    package var description: String {
        let seconds = ((unixSeconds % Self.secondsPerDay) + Self.secondsPerDay) % Self.secondsPerDay
        let days = (unixSeconds - seconds) / Self.secondsPerDay
        let date = Self.civil(daysSinceEpoch: days)
        let weekday = Self.weekdays[Int(((days % 7) + 7) % 7)]
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(weekday), \(two(date.day)) \(Self.months[Int(date.month) - 1]) \(date.year) "
            + "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)) GMT"
    }
}
