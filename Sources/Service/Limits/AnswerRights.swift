internal import Foundation
internal import Recordings
internal import Registry
internal import Resolution

/// Whether the right to an answer still holds while it lasts, as the registry, the keys and the clock have it: the one place that says so, for each
/// piece of an answer and once a second for all.
struct AnswerRights: Sendable {
    let registry: Registry
    let resolver: EntryResolver
    let signer: URLSigner
    let sessions: SessionKeeper
    let graceSeconds: Int
    let now: @Sendable () -> Date

    /// Everything that is looked at, as it is at one moment.
    struct Moment: Sendable {
        fileprivate let snapshot: RegistrySnapshot
        fileprivate let registry: Registry
        fileprivate let resolver: EntryResolver
        fileprivate let signer: URLSigner
        fileprivate let sessions: SessionKeeper
        fileprivate let graceSeconds: Int64
        fileprivate let seconds: Int64

        /// An answer by a URL is a playback under way, which has the time of grace.
        func holds(_ right: AnswerRight) -> Bool {
            switch right {
            case .url(let url):
                let (end, isOver) = url.expiresAt.addingReportingOverflow(graceSeconds)
                return (isOver || seconds < end) && signer.accepts(keyID: url.keyID, at: seconds)
                    && resolver.mayHear(username: url.username, entry: url.entry, in: snapshot) != nil
            case .token(let name, let entry):
                guard registry.acceptsToken(named: name) else { return false }
                return may(.everything, hear: entry)
            case .session(let key, let entry):
                return sessions.vouches(key).map { may($0.scope, hear: entry) } ?? false
            }
        }

        private func may(_ scope: AdministratorScope, hear guid: CallRecIntGUID?) -> Bool {
            guard let guid else { return true }
            return resolver.isFeatureEnabled && snapshot.entries[guid].map { scope.covers($0) } ?? false
        }
    }

    /// What a right rests on besides time; another one once any of it changed.
    struct Generation: Hashable, Sendable {
        fileprivate let registry: UInt64
        fileprivate let keys: UInt64
        fileprivate let sessions: UInt64
    }

    var generation: Generation {
        Generation(registry: registry.generation, keys: signer.generation, sessions: sessions.generation)
    }

    var asOfNow: Moment {
        Moment(
            snapshot: registry.snapshot,
            registry: registry,
            resolver: resolver,
            signer: signer,
            sessions: sessions,
            graceSeconds: Int64(graceSeconds),
            seconds: Int64(now().timeIntervalSince1970)
        )
    }
}
