/// Audio answers with a body, and their bytes, at one moment.
struct AudioCounts: Hashable, Sendable {
    /// Of what was in the cache wholly.
    var hits = 0
    /// Of recordings that were in the cache in part.
    var partials = 0
    /// Of recordings that were not in the cache.
    var misses = 0
    /// Bytes of audio given to listeners' connections.
    var sentBytes = 0

    subscript(fill: AudioFill) -> Int {
        switch fill {
        case .hit: hits
        case .partial: partials
        case .miss: misses
        }
    }

    static func += (sum: inout AudioCounts, more: AudioCounts) {
        sum.hits += more.hits
        sum.partials += more.partials
        sum.misses += more.misses
        sum.sentBytes += more.sentBytes
    }
}
