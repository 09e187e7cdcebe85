/// What one of an entry's hosts had to say about a call segment.
package struct HostProbe: Sendable, Hashable {
    /// The raw value is the name on the wire.
    package enum Outcome: String, Sendable, Hashable {
        case found
        case notFound
        case failed
        /// Not asked: an earlier host had it, the host field is empty, or probing was not wanted.
        case skipped
    }

    package let position: HostPosition
    /// The host field as configured, such as `api.dubber.net/uk1`.
    package let host: String
    package let outcome: Outcome
    /// A sentence that says why.
    package let detail: String
    package let failure: ProviderFailure?
    /// In the order made; empty when the answer came from what was already known.
    package let calls: [ProviderCall]
    /// How the host has been doing: `up`, `down` or `trial`; `nil` when it was never asked.
    package let health: String?

    package init(
        position: HostPosition,
        host: String,
        outcome: Outcome,
        detail: String,
        failure: ProviderFailure? = nil,
        calls: [ProviderCall] = [],
        health: String? = nil
    ) {
        self.position = position
        self.host = host
        self.outcome = outcome
        self.detail = detail
        self.failure = failure
        self.calls = calls
        self.health = health
    }
}
