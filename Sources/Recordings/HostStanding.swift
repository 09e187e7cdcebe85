/// How one of an entry's hosts has been doing.
package struct HostStanding: Sendable, Hashable {
    package let position: HostPosition
    /// The host field as configured.
    package let host: String
    /// `up`, `down` or `trial`; `nil` when the field cannot be used.
    package let health: String?

    package init(position: HostPosition, host: String, health: String?) {
        self.position = position
        self.host = host
        self.health = health
    }
}
