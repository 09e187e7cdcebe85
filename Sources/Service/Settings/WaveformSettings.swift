package import Waveform

/// Every limit of making waveforms.
package struct WaveformSettings: Sendable, Hashable {
    package var limits = WaveformLimits()
    /// Recordings fetched and decoded at once; they share one thread.
    package var maximumDecodings = 8
    /// Recordings that wait for that; more are refused.
    package var maximumWaiting = 64
    /// How long fetching and decoding one recording may take; what was fetched stays in the cache.
    package var maximumSeconds = 300

    package init() {}
}
