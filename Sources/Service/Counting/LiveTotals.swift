/// Everything that only grows, at one moment.
struct LiveTotals: Sendable, Hashable {
    /// Audio answers that were in the cache, wholly.
    var hits = 0
    /// Audio answers of recordings that were in the cache in part.
    var partials = 0
    /// Audio answers of recordings that were not in the cache.
    var misses = 0
    /// Refusals and failures by code.
    var errors: [String: Int] = [:]
}
