package import Foundation

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
