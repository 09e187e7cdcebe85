internal import NIOCore

/// Of what may happen any number of times, one log line now and then, with how often it happened since the last.
struct SeldomLine {
    private static let timeBetween = TimeAmount.seconds(10)

    private var untold = 0
    private var toldAt: NIODeadline?

    /// It has happened once more.
    ///
    /// - Returns: how often since the last line, when one is due.
    mutating func happened(now: NIODeadline) -> Int? {
        untold += 1
        if let toldAt, now - toldAt < Self.timeBetween { return nil }
        defer { untold = 0 }
        toldAt = now
        return untold
    }
}
