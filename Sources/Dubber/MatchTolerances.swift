/// How much a recording may differ from the call segment it belongs to.
package struct MatchTolerances: Sendable, Hashable {
    /// Between the telephony server's clock and the provider's, either way.
    package var clockSkewSeconds: Int
    /// A recording may begin when the call is answered, so much after the segment, and be so much shorter.
    package var ringSeconds: Int
    /// What durations may differ by beyond ringing.
    package var durationSlackSeconds: Int
    /// Beyond this distance in time an equal external call id is a reused one.
    package var identityWindowSeconds: Int

    package init(
        clockSkewSeconds: Int = 15,
        ringSeconds: Int = 45,
        durationSlackSeconds: Int = 10,
        identityWindowSeconds: Int = 12 * 3_600
    ) {
        self.clockSkewSeconds = clockSkewSeconds
        self.ringSeconds = ringSeconds
        self.durationSlackSeconds = durationSlackSeconds
        self.identityWindowSeconds = identityWindowSeconds
    }
}
