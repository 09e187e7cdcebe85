internal import ByteRanges

/// How long a server asks to be left alone; pure.
///
/// Source: RFC 9110, 10.2.3: a number of seconds, or a moment in any of HTTP's three forms (5.6.7).
package enum RetryAfter {
    /// The longest that is believed: a day.
    package static let maximumSeconds = 86_400

    /// Reads the field.
    ///
    /// - Parameters:
    ///   - headers: of the reply. A moment is held against their own `Date` where that can be read, so that clocks which differ do no harm.
    ///   - unixNow: seconds since 1970 here.
    /// - Returns: seconds from now, 0 for a moment that has passed; `nil` when there is none that can be understood. Of several the longest counts.
    package static func seconds(_ headers: HTTPHeaders, unixNow: Int64) -> Int? {
        let now = headers["date"].flatMap { HTTPDate($0) }?.unixSeconds ?? unixNow
        return headers.all("retry-after").flatMap { readings(of: $0, now: now) }.max()
    }

    private static func readings(of value: String, now: Int64) -> [Int] {
        if let date = HTTPDate(value) { return [bounded(date.unixSeconds - now)] }
        // Repeated fields are joined by commas on their way.
        return HTTPHeaders([(name: "", value: value)]).members("").compactMap { member in
            // One that lies in the past by its sign is over, as a moment that has passed is.
            let digits = member.hasPrefix("-") ? member.dropFirst() : member[...]
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return digits.count < member.count ? 0 : bounded(Int64(digits) ?? .max)
        }
    }

    private static func bounded(_ seconds: Int64) -> Int {
        Int(min(max(seconds, 0), Int64(maximumSeconds)))
    }
}
