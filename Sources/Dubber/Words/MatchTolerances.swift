/// How much a recording may differ from the call segment it belongs to.
package struct MatchTolerances: Sendable, Hashable {
    /// Between the telephony server's clock and the provider's, either way.
    package var clockSkewSeconds: Int
    /// A recording may begin when the call is answered, so much after the segment, and be so much shorter.
    package var ringSeconds: Int
    /// The same for voicemail, which begins after a longer ringing and the greeting.
    package var voicemailLeadSeconds: Int
    /// What durations and ends may differ by beyond ringing and skew.
    package var durationSlackSeconds: Int
    /// A call whose length the report does not know has ended by then.
    package var assumedCallSeconds: Int
    /// Beyond this distance in time an equal external call id is a reused one.
    package var identityWindowSeconds: Int

    package init(
        clockSkewSeconds: Int = 15,
        ringSeconds: Int = 45,
        voicemailLeadSeconds: Int = 90,
        durationSlackSeconds: Int = 5,
        assumedCallSeconds: Int = 3_600,
        identityWindowSeconds: Int = 12 * 3_600
    ) {
        self.clockSkewSeconds = clockSkewSeconds
        self.ringSeconds = ringSeconds
        self.voicemailLeadSeconds = voicemailLeadSeconds
        self.durationSlackSeconds = durationSlackSeconds
        self.assumedCallSeconds = assumedCallSeconds
        self.identityWindowSeconds = identityWindowSeconds
    }
}
