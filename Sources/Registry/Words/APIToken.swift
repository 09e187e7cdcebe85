internal import Crypto
package import Foundation
internal import Recordings

/// An API token as the registry knows it: everything but its secret.
package struct APIToken: Hashable, Sendable {
    /// Unique among all tokens, revoked ones included, so that a name in an old log stays clear.
    package let name: String
    package let role: TokenRole
    package let createdAt: Date
    /// `nil` while the token is accepted.
    package let revokedAt: Date?

    package init(name: String, role: TokenRole, createdAt: Date, revokedAt: Date?) {
        self.name = name
        self.role = role
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// A token with when it was last used, as lists tell of it.
package struct TokenStanding: Hashable, Sendable {
    package let token: APIToken
    /// As it was known a minute ago at the latest; `nil` when it was not used since that is kept.
    package let lastUsedAt: Date?

    package init(token: APIToken, lastUsedAt: Date?) {
        self.token = token
        self.lastUsedAt = lastUsedAt
    }
}

/// What an API token's bearer may do; the raw value is the name on the wire.
package enum TokenRole: String, Hashable, Sendable, CaseIterable {
    /// Availability and recordings.
    case report
    /// What the registry holds, to be read and changed: for programs that provision users and entries.
    case provision
    /// Everything.
    case admin

    /// Whether a bearer of this role may do what is open to `role`.
    package func permits(_ role: TokenRole) -> Bool {
        self == .admin || self == role
    }
}

/// The SHA-256 of a token's secret: what tokens are kept and looked up by.
///
/// A plain hash suffices, because secrets are 256 random bits; and a dictionary of hashes gives away nothing by its timing.
struct TokenHash: Hashable, Sendable {
    /// 32 bytes.
    let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(of secret: Secret) {
        bytes = Array(SHA256.hash(data: Array(secret.reveal().utf8)))
    }
}
