/// Gives samples of a part of a recording the rate and channels of the part before, so that one waveform shows both.
///
/// Some recorders join what they recorded before and after a transfer, each part at a rate of its own. What is drawn are extremes, so no filter
/// is needed: a sample is repeated, or the one of several that is furthest from silence stands for them.
struct FormAdaptation {
    private let source: MP3Decoder.Form
    private let target: MP3Decoder.Form
    /// What has come of the next frame to be given: the furthest sample of each channel.
    private var furthest: [Int16]
    /// What of a frame's time is not given yet, in parts of a source frame times the target's rate.
    private var owed = 0

    init(from source: MP3Decoder.Form, to target: MP3Decoder.Form) {
        self.source = source
        self.target = target
        furthest = Array(repeating: 0, count: target.channelCount)
    }

    /// Whole frames of the target for whole frames of the source.
    mutating func adapt(_ samples: UnsafeBufferPointer<Int16>) -> [Int16] {
        var adapted: [Int16] = []
        let frames = samples.count / source.channelCount
        adapted.reserveCapacity((frames * target.sampleRateHz / source.sampleRateHz + 1) * target.channelCount)
        for frame in 0..<frames {
            for channel in 0..<target.channelCount {
                let sample = sample(of: channel, in: samples, frame: frame)
                if sample.magnitude >= furthest[channel].magnitude { furthest[channel] = sample }
            }
            owed += target.sampleRateHz
            guard owed >= source.sampleRateHz else { continue }
            while owed >= source.sampleRateHz {
                owed -= source.sampleRateHz
                adapted += furthest
            }
            for channel in furthest.indices { furthest[channel] = 0 }
        }
        return adapted
    }

    private func sample(of channel: Int, in samples: UnsafeBufferPointer<Int16>, frame: Int) -> Int16 {
        let first = frame * source.channelCount
        guard source.channelCount > target.channelCount else {
            return samples[first + min(channel, source.channelCount - 1)]
        }
        return samples[first].magnitude >= samples[first + 1].magnitude ? samples[first] : samples[first + 1]
    }
}
