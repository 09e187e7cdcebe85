/// What is left of a provider key's allowance on one host.
package struct QuotaStanding: Sendable, Hashable {
    /// The host field as configured.
    package let host: String
    package let remainingToday: Int
    package let perSecond: Int
    /// The whole day's allowance.
    package let perDay: Int

    package init(host: String, remainingToday: Int, perSecond: Int, perDay: Int) {
        self.host = host
        self.remainingToday = remainingToday
        self.perSecond = perSecond
        self.perDay = perDay
    }
}
