internal import Recordings
internal import Waveform

/// What the peaks address answers.
struct PeaksDocument: Encodable, Sendable {
    /// Part of the entity tag: changed whenever the same audio gives another document.
    static let version = 2

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

    /// What a peak covers at least: the picture must not be the sound.
    ///
    /// A voice's lowest tone lasts about 12 ms, so that no peak follows its wave. The grid is the recording's and not the question's, so that asking for other
    /// counts shows nothing between.
    static let minimumPeakMilliseconds: Int64 = 20

    init(_ whole: Waveform, of recording: RecordingID, count: PeakCount) {
        let waveform = whole.coarsened(toMilliseconds: Self.minimumPeakMilliseconds)
        recordingID = recording.rawValue
        durationMilliseconds = waveform.durationMilliseconds
        durationSeconds = (durationMilliseconds + 500) / 1_000
        sampleRateHz = waveform.sampleRateHz
        let peakCount = min(count.value, waveform.pieceCount)
        self.peakCount = peakCount
        samplesPerPeak = Double(waveform.frameCount) / Double(peakCount)
        let names = waveform.channelCount == 1 ? ["mono"] : ["left", "right"]
        channels = names.enumerated().map { index, name in
            Channel(name: name, peaks: waveform.peaks(ofChannel: index, count: peakCount))
        }
    }
}
