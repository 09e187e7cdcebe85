/// What is made of a recording's audio and kept beside it, so that it is made once and goes with the audio: by a purge, eviction, expiry, or
/// another version.
extension SliceCache {
    /// What ``keep(waveform:of:)`` kept of this version; `nil` when nothing was, or the index cannot be read.
    package func keptWaveform(of recording: CachedRecording) async -> [UInt8]? {
        guard let number = recording.number else { return nil }
        do {
            return try await store.waveform(of: number)
        } catch {
            storageFailed(error)
            return nil
        }
    }

    /// Keeps a few KiB beside this version's audio, as far as the index can be written and the version is still there.
    package func keep(waveform: [UInt8], of recording: CachedRecording) async {
        guard let number = recording.number, recording.ending == nil else { return }
        do {
            try await store.keep(waveform: waveform, of: number)
        } catch {
            storageFailed(error)
        }
    }
}
