internal import Foundation
internal import PlaybackAudit
internal import Synchronization

/// One answer of a playback as the audit follows it.
struct AudioAnswer: Sendable {
    let audit: PlaybackAudit
    /// A note of the same playback that was begun before.
    var early = EarlyNote()
    let key: PlaybackKey
    /// Of the recording.
    let sizeBytes: Int64
    /// What the answer carries, or the first of several ranges; empty when it only says that the listener's own copy is still right.
    let range: Range<Int64>
    let right: PlaybackRight
    let watch: AudioWatch
    let place: AnswersUnderWay.Answer
    /// Told when the first of its bytes go.
    let whenPlaying: @Sendable () -> Void
    let now: @Sendable () -> Date

    /// Makes sure that the playback is noted, before anything of the answer is sent.
    ///
    /// - Throws: `AuditError` when it cannot be: then it must not happen.
    func open() async throws(AuditError) {
        guard try await !early.isMade() else { return }
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
        let (counter, place) = (watch.counters.audio.route.counter(of: key.entry), place)
        return AudioNotes(
            playback: playback,
            right: right,
            count: { bytes in
                counter.sent(Int(bytes))
                place.waitsForPeer()
            },
            now: now
        )
    }
}

/// A playback's note, begun while its first bytes are still on their way; whoever waits for it hears of its failure.
final class EarlyNote: Sendable {
    private let task = Mutex<Task<Result<Void, AuditError>, Never>?>(nil)

    /// Goes on at once, up to where it waits for the disk, which takes longer than all that happens meanwhile.
    func begin(_ audit: PlaybackAudit, _ key: PlaybackKey, sizeBytes: Int64, range: Range<Int64>) {
        let begun = Task.immediate { () -> Result<Void, AuditError> in
            do throws(AuditError) {
                _ = try await audit.open(key, sizeBytes: sizeBytes, range: range)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        task.withLock { $0 = begun }
    }

    /// Waits for a note that was begun.
    ///
    /// - Returns: whether one was.
    /// - Throws: why it could not be made.
    func isMade() async throws(AuditError) -> Bool {
        guard let task = task.withLock({ $0 }) else { return false }
        try await task.value.get()
        return true
    }
}
