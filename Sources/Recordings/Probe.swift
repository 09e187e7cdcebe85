/// How far a lookup may go; the raw value is the name on the wire.
package enum Probe: String, Sendable, Hashable, CaseIterable {
    /// Ask the provider where what is known does not suffice.
    case live
    /// Only what is known already; no provider call.
    case cached
    /// Only the rules of resolution.
    case none
}
