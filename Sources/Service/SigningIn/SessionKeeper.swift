internal import Foundation
internal import Recordings
internal import Registry
internal import Synchronization
internal import WebServices

/// Holds the console's sessions, in memory alone: a restart ends them all.
///
/// A session ends with the right to it: when the token is revoked, the user goes or is no administrator any more, or has another password. That is looked at
/// whenever the registry has changed since; in between a request costs no reading.
final class SessionKeeper: Sendable {
    private let registry: Registry
    private let idleSeconds: @Sendable () -> TimeInterval
    private let now: @Sendable () -> Date
    private let sessions: Mutex<ConsoleSessions>
    private let endings = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - registry: that says who may still be signed in.
    ///   - limits: on sessions.
    ///   - idleSeconds: after which a session that was not used is over, as it is configured now.
    ///   - now: the clock.
    init(
        registry: Registry,
        limits: ConsoleSessions.Limits = .init(),
        idleSeconds: @escaping @Sendable () -> TimeInterval,
        now: @escaping @Sendable () -> Date
    ) {
        self.registry = registry
        self.idleSeconds = idleSeconds
        self.now = now
        sessions = Mutex(ConsoleSessions(limits: limits))
    }

    /// Grows when sessions end by their own people's doing.
    var generation: UInt64 { endings.load(ordering: .acquiring) }

    /// Makes a session.
    ///
    /// - Parameters:
    ///   - identity: of who signed in just now.
    ///   - password: of what the user's password is verified with; `nil` for who has none.
    ///   - generation: the registry's, from before it was asked about either.
    /// - Returns: the session's id, for a cookie.
    func begin(_ identity: Requester.Identity, password: PasswordMark?, generation: UInt64) -> Secret {
        let (id, key) = SessionKey.make()
        let session = ConsoleSessions.Session(
            requester: Requester(identity: identity, session: key),
            password: password,
            checkedGeneration: generation,
            madeAt: now(),
            lastUsedAt: now()
        )
        sessions.withLock { $0.add(key, session, idleSeconds: idleSeconds(), now: session.madeAt) }
        return id
    }

    /// Who signed in on a session, as the registry has it now; using it keeps it from becoming idle.
    ///
    /// - Returns: `nil` when there is no such session, or not any more.
    /// - Throws: what a registry that cannot be read means; the session stays.
    func requester(of id: Secret) async throws(RegistryError) -> Requester? {
        guard let key = SessionKey(of: id),
            let session = sessions.withLock({ $0.use(key, idleSeconds: idleSeconds(), now: now()) })
        else { return nil }
        return try await renewed(session, key)
    }

    /// Looks at the right to each session, if the registry has changed since the last look: for answers under way, on whose sessions nobody asks.
    ///
    /// What cannot be read now is looked at when somebody asks.
    func refresh() async {
        for (key, session) in sessions.withLock({ $0.unchecked(in: registry.generation) }) {
            _ = try? await renewed(session, key)
        }
    }

    /// Who has a session, once the right to it was looked at in the registry as it is now; ends it where there is none any more.
    private func renewed(
        _ session: ConsoleSessions.Session,
        _ key: SessionKey
    ) async throws(RegistryError) -> Requester? {
        let generation = registry.generation
        guard session.checkedGeneration != generation else { return session.requester }
        guard let identity = identity(session.requester.identity),
            try await hasSamePassword(identity, session.password)
        else {
            end(key)
            return nil
        }
        let requester = Requester(identity: identity, session: key)
        sessions.withLock { $0.renew(key, requester, generation: generation) }
        return requester
    }

    /// Whether an answer under way may go on that was given on a session; from memory, and without counting as use.
    func vouches(_ key: SessionKey) -> Requester? {
        guard let session = sessions.withLock({ $0.lasting(key, now: now()) }) else { return nil }
        return identity(session.requester.identity).map { Requester(identity: $0, session: key) }
    }

    /// Ends a session, if it is one.
    func end(_ id: Secret) {
        if let key = SessionKey(of: id) { end(key) }
    }

    private func end(_ key: SessionKey) {
        if sessions.withLock({ $0.remove(key) }) { endings.add(1, ordering: .releasing) }
    }

    /// What the registry makes of an identity by now; `nil` when it is good for nothing any more.
    private func identity(_ identity: Requester.Identity) -> Requester.Identity? {
        switch identity {
        case .token(let token):
            return registry.acceptedToken(named: token.name).map { .token($0) }
        case .administrator(let user):
            guard let user = registry.snapshot.user(named: user.username), user.isAdministrator else { return nil }
            return .administrator(user)
        case .guest:
            return identity
        }
    }

    private func hasSamePassword(
        _ identity: Requester.Identity,
        _ password: PasswordMark?
    ) async throws(RegistryError) -> Bool {
        guard case .administrator(let user) = identity else { return true }
        return try await registry.passwordVerifier(of: user.username).map { PasswordMark($0) } == password
    }
}
