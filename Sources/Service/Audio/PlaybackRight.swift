internal import Foundation
internal import Registry
internal import SliceCache
internal import Synchronization

/// The right that an answer under way rests on, looked at again whenever registry or signing keys are others than before.
///
/// Not its expiry: what began in time goes on.
final class PlaybackRight: Sendable {
    /// Why an answer broke off.
    struct Ended: Error, Hashable {
        let reason = AudioAccess.notPermittedCode
    }

    enum Basis: Sendable {
        /// A URL whose signature was found right, by a key that is accepted until then, in seconds since 1970.
        case url(AudioURL, signedUntil: Int64)
        case token(APIToken)
    }

    private struct Seen {
        var basis: Basis
        var registry: UInt64
        var keys: UInt64
        var isHeld = true
    }

    private let access: AudioAccess
    private let seen: Mutex<Seen>

    /// A right that was found to be held just now.
    init(_ basis: Basis, access: AudioAccess) {
        self.access = access
        seen = Mutex(Seen(basis: basis, registry: access.registry.generation, keys: access.signer.generation))
    }

    var isHeld: Bool {
        let (registry, keys) = (access.registry.generation, access.signer.generation)
        return seen.withLock { seen in
            guard seen.registry != registry || seen.keys != keys else { return seen.isHeld }
            (seen.registry, seen.keys) = (registry, keys)
            seen.isHeld = isHeld(&seen.basis)
            return seen.isHeld
        }
    }

    /// Why an answer broke off on the service's side; `nil` for the listener's leaving, which is every error of others.
    static func reason(of error: any Error) -> String? {
        (error as? SliceCacheError)?.reason ?? (error as? Ended)?.reason
    }

    /// - Throws: when it is not held any more.
    func check() throws(Ended) {
        guard isHeld else { throw Ended() }
    }

    private func isHeld(_ basis: inout Basis) -> Bool {
        switch basis {
        case .token(let token):
            return access.registry.accepts(token)
        case .url(let url, let signedUntil):
            guard access.mayHear(url) else { return false }
            // A key that is over in its time ends no playback, one that was dropped before does.
            let now = Int64(access.now().timeIntervalSince1970)
            guard let until = access.signer.acceptance(of: url.keyID) else { return now >= signedUntil }
            basis = .url(url, signedUntil: until)
            return true
        }
    }
}
