package import Foundation
internal import Synchronization

/// A playback under way, whose beginning is on the disk: answers add to it from any thread, without waiting for anything but each other.
package final class OpenPlayback: Sendable {
    struct State {
        var tally = PlaybackTally()
        /// Answers whose body is being sent.
        var answering = 0
        var lastActivity: Date
        var isClosed = false
    }

    package let key: PlaybackKey
    /// Of the recording.
    package let sizeBytes: Int64
    /// The number of the row that tells of the beginning.
    let sequence: Int64
    private let state: Mutex<State>

    init(key: PlaybackKey, sizeBytes: Int64, sequence: Int64, now: Date) {
        self.key = key
        self.sizeBytes = sizeBytes
        self.sequence = sequence
        state = Mutex(State(lastActivity: now))
    }

    /// Keeps the playback from being closed while an answer to it is made; ``end(failure:now:)`` or ``answered(_:now:)`` lets go again.
    ///
    /// - Returns: `false` when it was closed already: it must be opened anew.
    package func hold() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.answering += 1
            return true
        }
    }

    /// An answer of a playback that is held begins; its bytes are told by ``sent(_:now:)`` and its end by ``end(failure:now:)``.
    package func begin(_ range: Range<Int64>, now: Date) {
        state.withLock { state in
            state.tally.begin(range)
            state.lastActivity = now
        }
    }

    /// Bytes were given to the connection.
    package func sent(_ range: Range<Int64>, now: Date) {
        state.withLock { state in
            state.tally.sent(range)
            state.lastActivity = now
        }
    }

    /// An answer ended: wholly, because the listener left, or for a reason on the service's side.
    package func end(failure: String? = nil, now: Date) {
        state.withLock { state in
            state.answering -= 1
            if let failure { state.tally.broke(failure) }
            state.lastActivity = now
        }
    }

    /// A whole answer at once, of a playback that is held.
    package func answered(_ range: Range<Int64>, now: Date) {
        state.withLock { state in
            state.tally.begin(range)
            state.tally.sent(range)
            state.answering -= 1
            state.lastActivity = now
        }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// When it was last active; `nil` while an answer is under way.
    var idleSince: Date? {
        state.withLock { $0.answering > 0 ? nil : $0.lastActivity }
    }

    /// Closes it, unless something happened after `idleSince` or is under way; `nil` closes it whatever happens.
    ///
    /// - Returns: what it came to, once.
    func close(ifIdleSince idleSince: Date?) -> (tally: PlaybackTally, endedAt: Date)? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            if let idleSince, state.answering > 0 || state.lastActivity > idleSince { return nil }
            state.isClosed = true
            return (state.tally, state.lastActivity)
        }
    }
}
