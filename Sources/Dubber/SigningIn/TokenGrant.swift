package import Foundation
package import Recordings

/// A token that the provider granted.
package struct TokenGrant: Sendable, Hashable {
    package let accessToken: Secret
    package let refreshToken: Secret?
    package let expiresAt: Date
    /// A short-lived token is renewed in the last tenth of its life at the earliest.
    package let longestRenewalSeconds: TimeInterval

    /// Assumed when the answer does not say; the documented 24 hours would be the riskier guess.
    package static let defaultLifetimeSeconds = 3_600
    package static let maximumLifetimeSeconds = 86_400
    /// A token is used for so long even if its life is said to be shorter, or a wrong word would cost a token request for each call; one that
    /// has truly expired is answered 401, and renewed then.
    package static let minimumLifetimeSeconds = 60

    /// Reads the answer of the token endpoint; extra fields are ignored.
    ///
    /// - Parameters:
    ///   - body: Dubber API, Token (A).
    ///   - now: when the answer came.
    ///   - previousRefreshToken: kept when the answer brings no new one.
    /// - Throws: ``DubberError/unexpectedAnswer``.
    package init(_ body: [UInt8], now: Date, previousRefreshToken: Secret?) throws(DubberError) {
        guard let json = JSONValue(body), let token = json["access_token"]?.string, Self.isSendable(token) else {
            throw .unexpectedAnswer
        }
        let said = json["expires_in"]?.integer ?? Self.defaultLifetimeSeconds
        // No token is granted that is of no use: a life that is no life is not said.
        let meant = said > 0 ? said : Self.defaultLifetimeSeconds
        let lifetime = TimeInterval(min(max(meant, Self.minimumLifetimeSeconds), Self.maximumLifetimeSeconds))
        accessToken = Secret(token)
        refreshToken = json["refresh_token"]?.string.map(Secret.init) ?? previousRefreshToken
        expiresAt = now.addingTimeInterval(lifetime)
        longestRenewalSeconds = lifetime / 10
    }

    /// Whether the token can stand in a header field.
    private static func isSendable(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
