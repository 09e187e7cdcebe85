/// Recordings that are in use without being in the catalog, so that a purge finds them too.
struct StrayRecordings: Sendable {
    private struct Stray: Sendable {
        weak var recording: CachedRecording?
    }

    private var strays: [Stray] = []
    /// The length at which those that are gone are dropped.
    private var nextPruning = 16

    mutating func add(_ recording: CachedRecording) {
        if strays.count >= nextPruning {
            strays.removeAll { $0.recording == nil }
            nextPruning = max(16, strays.count * 2)
        }
        strays.append(Stray(recording: recording))
    }

    var all: [CachedRecording] { strays.compactMap(\.recording) }
}
