/// What is left of a provider key's allowance on one host.
package struct QuotaStanding: Sendable, Hashable {
    package let position: HostPosition
    /// The host field as configured.
    package let host: String
    /// What the allowance is kept by, with the key: host and region without the account.
    package let name: String
    package let remainingToday: Int
    package let perSecond: Int
    /// The whole day's allowance.
    package let perDay: Int

    package init(
        position: HostPosition,
        host: String,
        name: String,
        remainingToday: Int,
        perSecond: Int,
        perDay: Int
    ) {
        self.position = position
        self.name = name
        self.host = host
        self.remainingToday = remainingToday
        self.perSecond = perSecond
        self.perDay = perDay
    }
}
