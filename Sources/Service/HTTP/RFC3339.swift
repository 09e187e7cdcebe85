package import Foundation

/// Times of the JSON API.
///
/// Source: RFC 3339, with or without fractions of a second, any offset.
package enum RFC3339 {
    /// Reads a time; `nil` for what is none, such as the 30th of February.
    package static func date(_ text: String) -> Date? {
        let plain = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? plain.parse(text)) ?? (try? fractional.parse(text)) else { return nil }
        // The parser carries days and hours that do not exist over to the next month or day: the same reading in UTC must stay as it was.
        let reading = text.prefix(readingLength)
        guard let same = try? plain.parse(reading + "Z"), plain.format(same).hasPrefix(reading) else { return nil }
        return date
    }

    /// The characters of `2026-11-20T09:15:03`.
    private static let readingLength = 19

    package static func text(_ date: Date) -> String {
        Date.ISO8601FormatStyle().format(date)
    }
}
