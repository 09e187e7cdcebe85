/// Which places a transfer competes for, and how urgently.
package struct TransferClaim: Sendable {
    package var lane: TransferLane
    /// Whose turn it takes: an entry.
    package var party: String
    /// `nil` when it is waited for.
    package var haste: TransferHaste?

    package init(lane: TransferLane = .calls, party: String = "", haste: TransferHaste? = nil) {
        self.lane = lane
        self.party = party
        self.haste = haste
    }
}
