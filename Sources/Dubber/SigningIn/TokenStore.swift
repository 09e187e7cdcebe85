internal import Foundation
internal import Recordings
internal import Sharing

/// The tokens: one per host and credentials, kept, shared, renewed once.
///
/// Source: Dubber API, Token: at most 500 token requests a day per key.
final class TokenStore: Sendable {
    private let wire: DubberWire
    private let slots: RecentTable<TokenKey, TokenSlot>
    private let flights = SharedFlights<TokenKey, Traced<Secret>>()

    init(wire: DubberWire) {
        self.wire = wire
        slots = RecentTable(capacity: wire.configuration.maximumAccounts)
    }

    /// A token that is not known to be bad; asked for at most once however many wait.
    func token(for peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> Secret {
        guard peer.credentials.isComplete else {
            throw .credentialsRefused
        }
        switch action(for: peer) {
        case .use(let token): return token
        case .refuse(let error): throw error
        case .refresh, .signIn: break
        }
        let shared = await flights.join(peer.tokenKey) {
            await Traced { trace throws(DubberError) in try await self.renew(peer, trace: trace) }
        }
        guard let shared else {
            throw .cancelled
        }
        return try shared.get(trace)
    }

    /// A token signed in for anew, whatever is known: where it is kept of use to all from then on, and the end of a refusal.
    ///
    /// - Throws: what the request came to; what was known before stands then.
    func newToken(for peer: DubberPeer, isKept: Bool, trace: CallTrace) async throws(DubberError) -> Secret {
        guard peer.credentials.isComplete else {
            throw .credentialsRefused
        }
        guard isKept else {
            return try await grant(Self.signIn(peer), of: peer, asksDownHosts: true, trace).accessToken
        }
        // Whatever it says: the token is the entry's from now on.
        _ = action(for: peer)
        return try await signIn(peer, asksDownHosts: true, trace: trace)
    }

    /// A request was answered 401 with the token: the next caller renews it.
    func reject(_ token: Secret, of peer: DubberPeer) {
        slots.update(peer.tokenKey) { $0?.reject(token) }
    }

    /// The credentials or the key were refused: nothing more is asked with them.
    ///
    /// - Parameters:
    ///   - error: what later callers are told.
    ///   - peer: whose credentials.
    ///   - isLasting: until the entry changes; otherwise for a while.
    func refuse(_ error: DubberError, for peer: DubberPeer, isLasting: Bool = true) {
        let coolDownSeconds = wire.configuration.refusalCoolDown / .seconds(1)
        let until = isLasting ? .distantFuture : wire.now().addingTimeInterval(coolDownSeconds)
        slots.update(peer.tokenKey) { slot in
            var changed = slot ?? TokenSlot()
            changed.refuse(error, entry: peer.entry, revision: peer.revision, until: until)
            slot = changed
        }
    }

    func forget(_ entry: CallRecIntGUID) {
        flights.cancel { key in slots[key]?.entries == [entry] }
        slots.removeAll { _, slot in slot.entries == [entry] }
        slots.updateAll { $0.forget(entry) }
    }

    private func action(for peer: DubberPeer) -> TokenSlot.Action {
        let now = wire.now()
        return slots.update(peer.tokenKey) { slot in
            var changed = slot ?? TokenSlot()
            defer { slot = changed }
            return changed.action(
                for: peer.entry,
                revision: peer.revision,
                renewal: wire.configuration.tokenRenewal,
                now: now
            )
        }
    }

    /// Runs alone for a key; looks again at what is known, because another flight may just have landed.
    private func renew(_ peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> Secret {
        do throws(DubberError) {
            switch action(for: peer) {
            case .use(let token):
                return token
            case .refuse(let error):
                throw error
            case .refresh(let refreshToken):
                return try await refresh(refreshToken, peer: peer, trace: trace)
            case .signIn:
                return try await signIn(peer, trace: trace)
            }
        } catch {
            if error == .credentialsRefused || error == .keyRefused {
                refuse(error, for: peer)
            }
            throw error
        }
    }

    /// Any refusal of a refresh means to sign in again.
    ///
    /// Source: Dubber API, Token (A: a 400).
    private func refresh(_ refreshToken: Secret, peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> Secret
    {
        let fields = [(name: "grant_type", value: "refresh_token"), ("refresh_token", refreshToken.reveal())]
        do {
            return try await ask(fields, previous: refreshToken, peer: peer, trace: trace)
        } catch .credentialsRefused, .requestRefused, .tokenRejected {
            slots.update(peer.tokenKey) { $0?.refreshRefused() }
            return try await signIn(peer, trace: trace)
        }
    }

    private func signIn(
        _ peer: DubberPeer,
        asksDownHosts: Bool = false,
        trace: CallTrace
    ) async throws(DubberError) -> Secret {
        try await ask(Self.signIn(peer), previous: nil, peer: peer, asksDownHosts: asksDownHosts, trace: trace)
    }

    private static func signIn(_ peer: DubberPeer) -> [(name: String, value: String)] {
        [
            (name: "grant_type", value: "password"),
            ("username", peer.credentials.authID.reveal()),
            ("password", peer.credentials.authToken.reveal()),
        ]
    }

    /// Asks for a token and keeps it.
    private func ask(
        _ fields: [(name: String, value: String)],
        previous: Secret?,
        peer: DubberPeer,
        asksDownHosts: Bool = false,
        trace: CallTrace
    ) async throws(DubberError) -> Secret {
        let grant = try await grant(fields, previous: previous, of: peer, asksDownHosts: asksDownHosts, trace)
        slots.update(peer.tokenKey) { slot in
            var changed = slot ?? TokenSlot()
            changed.granted(grant)
            slot = changed
        }
        return grant.accessToken
    }

    private func grant(
        _ fields: [(name: String, value: String)],
        previous: Secret? = nil,
        of peer: DubberPeer,
        asksDownHosts: Bool,
        _ trace: CallTrace
    ) async throws(DubberError) -> TokenGrant {
        let key = [
            (name: "client_id", value: peer.credentials.clientID.reveal()),
            ("client_secret", peer.credentials.clientSecret.reveal()),
        ]
        let call = DubberWire.Call(
            method: "POST",
            path: "/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(FormEncoding.form(fields + key).utf8),
            endpoint: .token,
            priority: .playback,
            asksDownHosts: asksDownHosts
        )
        let body = try await wire.send(call, to: peer, trace: trace)
        return try TokenGrant(body, now: wire.now(), previousRefreshToken: previous)
    }
}
