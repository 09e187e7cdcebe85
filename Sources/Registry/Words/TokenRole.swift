/// What an API token's bearer may do; the raw value is the name on the wire.
package enum TokenRole: String, Hashable, Sendable, CaseIterable {
    /// Availability and recordings.
    case report
    /// Everything.
    case admin

    /// Whether a bearer of this role may do what is open to `role`.
    package func permits(_ role: TokenRole) -> Bool {
        self == .admin || self == role
    }
}
