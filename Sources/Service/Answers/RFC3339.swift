package import Foundation

/// Times of the JSON API.
///
/// Source: RFC 3339, with or without fractions of a second, any offset.
package enum RFC3339 {
    private static let plain = Date.ISO8601FormatStyle()
    private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// Reads a time; `nil` for what is none, such as the 30th of February.
    package static func date(_ text: String) -> Date? {
        guard let date = (try? plain.parse(text)) ?? (try? fractional.parse(text)) else { return nil }
        // The parser carries days and hours that do not exist over to the next month or day; what exists in every month needs no closer look.
        return isUsual(text) || isReal(text) ? date : nil
    }

    /// Whether day and time exist whatever the month: `true` settles it, `false` does not.
    private static func isUsual(_ text: String) -> Bool {
        let letters = Array(text.utf8.prefix(readingLength))
        guard letters.count == readingLength else { return false }
        func number(_ place: Int) -> Int {
            (Int(letters[place]) - Int(UInt8(ascii: "0"))) * 10 + Int(letters[place + 1]) - Int(UInt8(ascii: "0"))
        }
        return (1...12).contains(number(5)) && (1...28).contains(number(8)) && (0...23).contains(number(11))
            && (0...59).contains(number(14)) && (0...59).contains(number(17))
    }

    /// Whether the same reading in UTC stays as it was.
    private static func isReal(_ text: String) -> Bool {
        let reading = text.prefix(readingLength)
        guard let same = try? plain.parse(reading + "Z") else { return false }
        return plain.format(same).hasPrefix(reading)
    }

    /// The characters of `2026-11-20T09:15:03`.
    private static let readingLength = 19

    package static func text(_ date: Date) -> String {
        plain.format(date)
    }
}
