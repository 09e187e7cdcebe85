internal import SliceCache
internal import Waveform

/// Why a recording's waveform cannot be had.
enum WaveformFailure: Error, Hashable, Sendable {
    /// Its audio cannot be decoded, or is beyond the limits.
    case audio(WaveformError)
    /// Its audio cannot be had.
    case cache(SliceCacheError)
    /// Too many others wait for theirs.
    case busy
    /// Fetching and decoding took longer than ``WaveformSettings/maximumSeconds``.
    case tookTooLong
    case cancelled
}
