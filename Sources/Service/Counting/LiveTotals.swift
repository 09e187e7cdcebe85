/// Everything that only grows, at one moment.
struct LiveTotals: Sendable, Hashable {
    var audio = AudioCounts()
    /// Refusals and failures by code.
    var errors: [String: Int] = [:]
}
