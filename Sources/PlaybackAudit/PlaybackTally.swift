/// What a playback comes to: its answers, seeks, bytes and ranges; pure.
package struct PlaybackTally: Hashable, Sendable {
    /// Answers with audio, or the word that the listener's own copy is still right.
    package private(set) var answers = 0
    /// Answers that began elsewhere than where sending had come to or the last answer had begun.
    package private(set) var seeks = 0
    package private(set) var sentBytes: Int64 = 0
    package private(set) var heard = HeardRanges()
    /// Why the last answer broke off on the service's side; `nil` when it did not.
    package private(set) var failure: String?
    private var lastStart: Int64 = 0
    private var position: Int64 = 0

    package init() {}

    /// An answer with this range begins; an empty one carries no audio.
    package mutating func begin(_ range: Range<Int64>) {
        if answers > 0, !range.isEmpty, range.lowerBound != position, range.lowerBound != lastStart { seeks += 1 }
        answers += 1
        failure = nil
        guard !range.isEmpty else { return }
        lastStart = range.lowerBound
        position = range.lowerBound
    }

    /// Bytes were given to the connection.
    package mutating func sent(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        sentBytes += Int64(range.count)
        position = range.upperBound
        heard.insert(range)
    }

    /// An answer broke off for a reason on the service's side.
    package mutating func broke(_ reason: String) {
        failure = reason
    }

    /// `whole`, `part`, `none` or `broken`; of a size that was not known, 0, no part is known to be the whole.
    package func outcome(sizeBytes: Int64) -> String {
        if failure != nil { return "broken" }
        if sentBytes == 0 { return "none" }
        return sizeBytes > 0 && heard.covers(0..<sizeBytes) && !heard.isCoarse ? "whole" : "part"
    }
}
