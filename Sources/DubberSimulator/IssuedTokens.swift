import Foundation
import Synchronization

/// The tokens that were given out.
final class IssuedTokens: Sendable {
    /// Who a token stands for.
    struct Holder: Hashable, Sendable {
        let region: String
        let account: String
        let clientID: String
        let authID: String
    }

    /// A pair as the token endpoint gives it.
    struct Pair: Sendable {
        let accessToken: String
        let refreshToken: String
    }

    private struct Issued {
        let holder: Holder
        let expires: Date
    }

    private struct State {
        var access: [String: Issued] = [:]
        var refresh: [String: Issued] = [:]
    }

    /// The most live tokens of either kind; the oldest go first.
    static let maximumTokens = 10_000
    /// Source: Dubber API, Token (A).
    static let tokenCharacters = 24

    private let state = Mutex(State())

    /// Gives out a new pair; earlier tokens stay valid until they expire.
    func issue(to holder: Holder, rules: TokenRules, now: Date) -> Pair {
        let pair = Pair(accessToken: Self.random(), refreshToken: Self.random())
        let accessExpires = now.addingTimeInterval(Double(rules.accessTokenSeconds))
        let refreshExpires = now.addingTimeInterval(Double(rules.refreshTokenSeconds))
        state.withLock { state in
            Self.makeRoom(in: &state.access, now: now)
            Self.makeRoom(in: &state.refresh, now: now)
            state.access[pair.accessToken] = Issued(holder: holder, expires: accessExpires)
            state.refresh[pair.refreshToken] = Issued(holder: holder, expires: refreshExpires)
        }
        return pair
    }

    /// Whom an access token stands for; `nil` when it is unknown or expired.
    func holder(accessToken: String, now: Date) -> Holder? {
        Self.live(state.withLock { $0.access[accessToken] }, now: now)
    }

    /// Whom a refresh token stands for; `nil` when it is unknown or expired.
    func holder(refreshToken: String, now: Date) -> Holder? {
        Self.live(state.withLock { $0.refresh[refreshToken] }, now: now)
    }

    private static func live(_ issued: Issued?, now: Date) -> Holder? {
        guard let issued, now < issued.expires else { return nil }
        return issued.holder
    }

    private static func makeRoom(in tokens: inout [String: Issued], now: Date) {
        guard tokens.count >= maximumTokens else { return }
        tokens = tokens.filter { now < $0.value.expires }
        if tokens.count >= maximumTokens, let oldest = tokens.min(by: { $0.value.expires < $1.value.expires }) {
            tokens[oldest.key] = nil
        }
    }

    private static func random() -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<tokenCharacters).compactMap { _ in alphabet.randomElement() })
    }
}
