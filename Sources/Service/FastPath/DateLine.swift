internal import ByteRanges
internal import Foundation

/// The value of the Date header, made once a second; for one event loop.
struct DateLine {
    private var unixSeconds: Int64 = -1
    private var text = ""

    mutating func value(at seconds: Int64) -> String {
        if seconds != unixSeconds {
            unixSeconds = seconds
            text = HTTPDate(unixSeconds: seconds).description
        }
        return text
    }
}
