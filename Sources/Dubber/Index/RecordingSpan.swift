internal import Foundation

/// The half days that the index is divided into, counted from 1970.
///
/// Short enough for a page of a list to touch few pages of an index on ids, long enough for an id to be looked for in few spans.
enum RecordingSpan {
    static let seconds: TimeInterval = 12 * 3_600

    /// The span that a moment lies in.
    static func number(of moment: Date) -> Int64 {
        Int64(clamping: (moment.timeIntervalSince1970 / seconds).rounded(.down))
    }

    /// The spans that a window touches.
    static func numbers(of window: Range<Date>) -> ClosedRange<Int64> {
        number(of: window.lowerBound)...number(of: window.upperBound)
    }
}

extension Int64 {
    /// The nearest whole number that fits.
    init(clamping value: Double) {
        self = Int64(exactly: value) ?? (value < 0 ? .min : .max)
    }
}

extension Date {
    /// As the index keeps dates: the very number that the date is, so that none is earlier or later after a restart.
    var stored: Double { timeIntervalSinceReferenceDate }

    init(stored: Double) {
        self.init(timeIntervalSinceReferenceDate: stored)
    }
}
