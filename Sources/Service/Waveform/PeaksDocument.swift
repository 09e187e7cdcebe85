internal import Recordings
internal import Waveform

/// What the peaks address answers.
struct PeaksDocument: Encodable, Sendable {
    /// Part of the entity tag: changed whenever the same audio gives another document.
    static let version = 1

    struct Channel: Encodable, Sendable {
        let name: String
        /// Lowest and highest, alternating, in 127ths of full scale.
        let peaks: [Int8]
    }

    let recordingID: String
    /// Rounded; exact in milliseconds.
    let durationSeconds: Int64
    let durationMilliseconds: Int64
    let sampleRateHz: Int
    /// Of each channel; a peak is a lowest and a highest.
    let peakCount: Int
    /// Of each channel; seldom a whole number.
    let samplesPerPeak: Double
    let channels: [Channel]

    init(_ waveform: Waveform, of recording: RecordingID, count: PeakCount) {
        recordingID = recording.rawValue
        durationMilliseconds = waveform.durationMilliseconds
        durationSeconds = (durationMilliseconds + 500) / 1_000
        sampleRateHz = waveform.sampleRateHz
        peakCount = waveform.peakCount(atMost: count.value)
        samplesPerPeak = Double(waveform.frameCount) / Double(peakCount)
        let names = waveform.channelCount == 1 ? ["mono"] : ["left", "right"]
        channels = names.enumerated().map { index, name in
            Channel(name: name, peaks: waveform.peaks(ofChannel: index, count: count.value))
        }
    }
}
