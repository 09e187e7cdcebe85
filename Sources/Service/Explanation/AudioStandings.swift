internal import SliceCache

/// What is here of a recording's audio, to look at: of a cache that is open, or of another process's.
protocol AudioStandings: Sendable {
    func standing(of key: RecordingKey) async -> SliceCache.Standing?
    func filling(of key: RecordingKey, maximumRanges: Int) async -> SliceCache.Filling?
}

extension SliceCache: AudioStandings {}
extension SliceInventory: AudioStandings {}
