/// What a transfer is for; each lane has places of its own, so that a crowd in one holds up nobody in the other, on the same host too.
package enum TransferLane: String, CaseIterable, Hashable, Sendable {
    /// Short questions to the provider's API.
    case calls
    /// Audio from the provider's store.
    case audio
}

/// The places of one lane.
package struct LaneLimits: Hashable, Sendable {
    /// Transfers under way at once.
    package var running: Int
    /// Of these, with one host and port.
    package var runningPerHost: Int
    /// Of these, for one party.
    package var runningPerParty: Int
    /// Transfers that wait for a place; one more is refused with ``TransportError/overloaded``.
    package var waiting: Int
    /// The longest that one waits, from when somebody waits for it, before it fails with ``TransportError/overloaded``.
    package var wait: Duration

    package init(running: Int, runningPerHost: Int, runningPerParty: Int, waiting: Int, wait: Duration = .seconds(10)) {
        self.running = running
        self.runningPerHost = runningPerHost
        self.runningPerParty = runningPerParty
        self.waiting = waiting
        self.wait = wait
    }

    package var waitSeconds: Int {
        get { Int(wait / .seconds(1)) }
        set { wait = .seconds(newValue) }
    }
}
