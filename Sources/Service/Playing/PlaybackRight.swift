internal import SliceCache
internal import Synchronization

/// The right that an answer under way rests on, as each piece of it asks: looked at anew whenever registry or signing keys are others than before.
///
/// What holds is for ``AnswerRights`` to say; that time passes, those who look once a second notice.
final class PlaybackRight: Sendable {
    /// Why an answer broke off.
    struct Ended: Error, Hashable {
        let reason = AudioAccess.notPermittedCode
    }

    private struct Seen {
        var generation: AnswerRights.Generation
        var isHeld = true
    }

    private let right: AnswerRight
    private let rights: AnswerRights
    private let seen: Mutex<Seen>

    /// A right that was found to be held just now.
    init(_ right: AnswerRight, of rights: AnswerRights) {
        self.right = right
        self.rights = rights
        seen = Mutex(Seen(generation: rights.generation))
    }

    var isHeld: Bool {
        let generation = rights.generation
        return seen.withLock { seen in
            guard seen.generation != generation else { return seen.isHeld }
            seen = Seen(generation: generation, isHeld: rights.asOfNow.holds(right))
            return seen.isHeld
        }
    }

    /// Why an answer broke off on the service's side; `nil` for the listener's leaving, which is every error of others.
    static func reason(of error: any Error) -> String? {
        (error as? SliceCacheError)?.reason ?? (error as? Ended)?.reason
    }

    /// What broke an answer off: the end of the right, where that is over by now, instead of the connection that was closed for it.
    func cause(of error: any Error) -> any Error {
        Self.reason(of: error) == nil && !rights.asOfNow.holds(right) ? Ended() : error
    }

    /// - Throws: when it is not held any more.
    func check() throws(Ended) {
        guard isHeld else { throw Ended() }
    }
}
