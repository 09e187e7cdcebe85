/// The provider's name of a recording: opaque text of digits, leading zeros included, never a number, not in time order.
///
/// Source: Dubber API, `id` is an opaque string of up to 19 digits (A).
package struct RecordingID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The longest identifier that is accepted, in characters; far above the 19 digits seen.
    package static let maximumLength = 64

    package let rawValue: String

    /// Accepts 1 to ``maximumLength`` characters out of `A-Z a-z 0-9 - _ .`, so that an id can stand in a path as it is;
    /// `nil` for anything else, `.` and `..` included.
    package init?(rawValue: String) {
        guard !rawValue.isEmpty, rawValue.utf8.count <= Self.maximumLength, rawValue != ".", rawValue != ".." else {
            return nil
        }
        for byte in rawValue.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                continue
            default:
                return nil
            }
        }
        self.rawValue = rawValue
    }

    package init?(_ rawValue: String) {
        self.init(rawValue: rawValue)
    }

    package var description: String { rawValue }
}
