/// How one of an entry's hosts has been doing.
package struct HostStanding: Sendable, Hashable {
    package let position: HostPosition
    /// The host field as configured.
    package let host: String
    /// What health is kept by: host and region without the account; `nil` when the field cannot be used.
    package let name: String?
    /// `up`, `down` or `trial`; `nil` when the field cannot be used.
    package let health: String?

    package init(position: HostPosition, host: String, name: String?, health: String?) {
        self.position = position
        self.host = host
        self.name = name
        self.health = health
    }
}
