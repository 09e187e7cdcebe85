internal import Foundation
internal import PlaybackAudit

/// One answer of a playback as the audit follows it.
struct AudioAnswer: Sendable {
    let audit: PlaybackAudit
    let key: PlaybackKey
    /// Of the recording.
    let sizeBytes: Int64
    /// What the answer carries, or the first of several ranges; empty when it only says that the listener's own copy is still right.
    let range: Range<Int64>
    let right: PlaybackRight
    let metrics: ServiceMetrics
    let watch: AudioWatch
    let place: AnswersUnderWay.Answer
    /// Told when the first of its bytes go.
    let whenPlaying: @Sendable () -> Void
    let now: @Sendable () -> Date

    /// Makes sure that the playback is noted, before anything of the answer is sent.
    ///
    /// - Throws: `AuditError` when it cannot be: then it must not happen.
    func open() async throws(AuditError) {
        _ = try await audit.open(key, sizeBytes: sizeBytes, range: range)
    }

    /// The answer begins.
    ///
    /// - Returns: the playback, which may have been closed and opened anew since ``open()``.
    /// - Throws: `AuditError`.
    func begin() async throws(AuditError) -> OpenPlayback {
        while true {
            let playback = try await audit.open(key, sizeBytes: sizeBytes, range: range)
            guard playback.hold() else { continue }
            playback.begin(range, now: now())
            return playback
        }
    }

    /// What is to be told while the answer's bytes go.
    func notes(of playback: OpenPlayback) -> AudioNotes {
        let (count, place) = (metrics.audioSending(entry: key.entry), place)
        return AudioNotes(
            playback: playback,
            right: right,
            count: { bytes in
                count(bytes)
                place.waitsForPeer()
            },
            now: now
        )
    }
}
