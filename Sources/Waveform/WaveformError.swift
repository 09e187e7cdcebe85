/// Why no waveform can be made of a recording's audio.
package enum WaveformError: Error, Hashable, Sendable, CaseIterable {
    /// A kind of audio that is not decoded here.
    case unsupported
    /// Its own description of itself is wrong.
    case damaged
    /// It ends before its audio begins.
    case truncated
    /// Nothing in it can be decoded to samples.
    case noAudio
    /// More bytes than ``WaveformLimits/maximumBytes``.
    case tooManyBytes
    /// Lasts longer than ``WaveformLimits/maximumDurationSeconds``.
    case tooLong

    /// The stable word for logs, metrics and what is kept.
    package var reason: String {
        switch self {
        case .unsupported: "unsupported"
        case .damaged: "damaged"
        case .truncated: "truncated"
        case .noAudio: "noAudio"
        case .tooManyBytes: "tooManyBytes"
        case .tooLong: "tooLong"
        }
    }

    /// What is wrong, for people.
    package var sentence: String {
        switch self {
        case .unsupported: "The recording is a kind of audio whose waveform cannot be drawn."
        case .damaged: "The recording's audio is damaged, so its waveform cannot be drawn."
        case .truncated: "The recording's audio ends before it begins, so there is no waveform."
        case .noAudio: "The recording holds no sound that can be decoded, so there is no waveform."
        case .tooManyBytes: "The recording has more bytes than waveforms are drawn for."
        case .tooLong: "The recording lasts longer than waveforms are drawn for."
        }
    }

    /// Whether it follows from the audio alone, so that the same bytes end the same way each time.
    package var isOfTheAudio: Bool {
        switch self {
        case .unsupported, .damaged, .truncated, .noAudio: true
        case .tooManyBytes, .tooLong: false
        }
    }
}
