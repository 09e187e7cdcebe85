/// What is decoded at most for one waveform.
package struct WaveformLimits: Hashable, Sendable {
    /// Longer recordings are refused.
    package var maximumBytes: Int64 = 256 << 20
    /// Recordings that turn out to last longer are given up.
    package var maximumDurationSeconds: Int64 = 12 * 3_600

    package init() {}
}

/// What any recording's audio keeps to, whatever it says of itself.
enum AudioBounds {
    static let sampleRatesHz: ClosedRange<Int> = 1_000...384_000
    /// One for both parties, or one for each.
    static let channelCounts: ClosedRange<Int> = 1...2
    /// The longest description of its samples that a WAV file may have.
    static let maximumFormatBytes = 1_024
}
