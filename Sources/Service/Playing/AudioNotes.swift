internal import Foundation
internal import PlaybackAudit

/// Who is told of a playback's bytes on their way, and whether they may go.
struct AudioNotes: Sendable {
    let playback: OpenPlayback
    let right: PlaybackRight
    let count: @Sendable (Int64) -> Void
    let now: @Sendable () -> Date

    /// These bytes are given to the connection.
    func sent(_ range: Range<Int64>) {
        playback.sent(range, now: now())
        count(Int64(range.count))
    }
}
