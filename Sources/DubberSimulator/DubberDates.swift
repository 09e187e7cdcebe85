package import Foundation

/// How times are written on the provider's wire and in presigned URLs.
package enum DubberDates {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// A time as the API writes it, such as `Mon, 03 Dec 2018 10:00:00 +1300`.
    ///
    /// Source: Dubber API, times are RFC 2822 with an offset, local or +0000 (A).
    ///
    /// - Parameters:
    ///   - date: fractions of a second are cut off.
    ///   - offsetMinutes: the offset from UTC that the time is written in; positive is east.
    /// - Returns: the text.
    package static func rfc2822(_ date: Date, offsetMinutes: Int = 0) -> String {
        let magnitude = abs(offsetMinutes)
        let offset = padded(magnitude / 60) + padded(magnitude % 60)
        return "\(clock(date, offsetMinutes: offsetMinutes)) \(offsetMinutes < 0 ? "-" : "+")\(offset)"
    }

    /// A time such as `2018-12-03T10:00:00+13:00`.
    ///
    /// Source: Dubber API, More, found later (`X-Date-Format: ISO8601`, A for exports, D elsewhere).
    package static func iso8601(_ date: Date, offsetMinutes: Int = 0) -> String {
        let parts = components(date, offsetMinutes: offsetMinutes)
        let day = "\(padded(parts.year ?? 0, width: 4))-\(padded(parts.month ?? 0))-\(padded(parts.day ?? 0))"
        let clock = "\(padded(parts.hour ?? 0)):\(padded(parts.minute ?? 0)):\(padded(parts.second ?? 0))"
        let offset = "\(padded(abs(offsetMinutes) / 60)):\(padded(abs(offsetMinutes) % 60))"
        return "\(day)T\(clock)\(offsetMinutes < 0 ? "-" : "+")\(offset)"
    }

    /// A time as a presigned URL carries it, such as `20181203T100000Z`.
    package static func compact(_ date: Date) -> String {
        let parts = components(date, offsetMinutes: 0)
        let day = "\(padded(parts.year ?? 0, width: 4))\(padded(parts.month ?? 0))\(padded(parts.day ?? 0))"
        return "\(day)T\(padded(parts.hour ?? 0))\(padded(parts.minute ?? 0))\(padded(parts.second ?? 0))Z"
    }

    /// The moment that a presigned URL's time names; `nil` when it is not one.
    package static func date(compact text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            Int(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15)
        else { return nil }
        var parts = DateComponents()
        (parts.year, parts.month, parts.day) = (year, month, day)
        (parts.hour, parts.minute, parts.second) = (hour, minute, second)
        return calendar(offsetMinutes: 0).date(from: parts)
    }

    private static func clock(_ date: Date, offsetMinutes: Int) -> String {
        let parts = components(date, offsetMinutes: offsetMinutes)
        let weekday = weekdays[((parts.weekday ?? 1) - 1) % weekdays.count]
        let month = months[((parts.month ?? 1) - 1) % months.count]
        let day = "\(weekday), \(padded(parts.day ?? 0)) \(month) \(padded(parts.year ?? 0, width: 4))"
        return "\(day) \(padded(parts.hour ?? 0)):\(padded(parts.minute ?? 0)):\(padded(parts.second ?? 0))"
    }

    private static func components(_ date: Date, offsetMinutes: Int) -> DateComponents {
        calendar(offsetMinutes: offsetMinutes)
            .dateComponents([.weekday, .year, .month, .day, .hour, .minute, .second], from: date)
    }

    private static func calendar(offsetMinutes: Int) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: offsetMinutes * 60) ?? .gmt
        return calendar
    }

    private static func padded(_ number: Int, width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
