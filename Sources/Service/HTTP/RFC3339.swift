package import Foundation

/// Times of the JSON API.
///
/// Source: RFC 3339, with or without fractions of a second, any offset.
package enum RFC3339 {
    package static func date(_ text: String) -> Date? {
        let plain = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? plain.parse(text)) ?? (try? fractional.parse(text))
    }

    package static func text(_ date: Date) -> String {
        Date.ISO8601FormatStyle().format(date)
    }
}
