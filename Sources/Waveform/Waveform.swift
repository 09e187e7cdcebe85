/// The shape of a recording's sound: how low and high it swings in each of a few thousand equal pieces, by channel.
package struct Waveform: Hashable, Sendable {
    package let sampleRateHz: Int
    /// Samples of each channel, counted while decoding.
    package let frameCount: Int64
    package let channelCount: Int
    /// The length of each piece but the last, which may be shorter, or longer where the rest is no piece of its own.
    let framesPerPiece: Int64
    /// For each piece and channel the lowest and the highest, in 127ths of full scale.
    let extremes: [Int8]

    init(
        sampleRateHz: Int,
        frameCount: Int64,
        channelCount: Int,
        framesPerPiece: Int64,
        extremes: [Int8]
    ) {
        self.sampleRateHz = sampleRateHz
        self.frameCount = frameCount
        self.channelCount = channelCount
        self.framesPerPiece = framesPerPiece
        self.extremes = extremes
    }

    init(_ accumulator: PeakAccumulator, sampleRateHz: Int) {
        self.init(
            sampleRateHz: sampleRateHz,
            frameCount: accumulator.frameCount,
            channelCount: accumulator.channelCount,
            framesPerPiece: accumulator.framesPerPiece,
            extremes: accumulator.extremes.map(Self.quantised)
        )
    }

    /// The exact length, rounded to milliseconds.
    package var durationMilliseconds: Int64 {
        let rate = Int64(sampleRateHz)
        return frameCount / rate * 1_000 + (frameCount % rate * 1_000 + rate / 2) / rate
    }

    /// A channel's lowest and highest, alternating, for `count` equal parts of the duration, or as many as there are samples.
    ///
    /// A part is given the extremes of every piece that it touches.
    package func peaks(ofChannel channel: Int, count: Int) -> [Int8] {
        precondition((0..<channelCount).contains(channel) && count > 0, "peaks are of a channel that exists")
        let count = peakCount(atMost: count)
        var peaks: [Int8] = []
        peaks.reserveCapacity(count * 2)
        let last = Int64(pieceCount) - 1
        for part in 0..<Int64(count) {
            let first = min(last, frame(part, of: count) / framesPerPiece)
            let end = min(last + 1, (frame(part + 1, of: count) + framesPerPiece - 1) / framesPerPiece)
            var low = Int8.max
            var high = Int8.min
            for piece in Int(first)..<Int(max(end, first + 1)) {
                let place = (piece * channelCount + channel) * 2
                low = min(low, extremes[place])
                high = max(high, extremes[place + 1])
            }
            peaks.append(low)
            peaks.append(high)
        }
        return peaks
    }

    /// How many pieces there are.
    package var pieceCount: Int { extremes.count / (channelCount * 2) }

    /// How many parts ``peaks(ofChannel:count:)`` gives.
    package func peakCount(atMost count: Int) -> Int {
        Int(min(Int64(count), frameCount))
    }

    /// Where a part begins.
    private func frame(_ part: Int64, of count: Int) -> Int64 {
        // The whole and the rest apart, so that nothing overflows.
        frameCount / Int64(count) * part + frameCount % Int64(count) * part / Int64(count)
    }

    /// Rounds 16 bits to the nearest of 127 steps in each direction.
    private static func quantised(_ sample: Int16) -> Int8 {
        let scaled = Int(sample) * 127
        let half = sample < 0 ? -16_383 : 16_383
        return Int8(max(-127, min(127, (scaled + half) / 32_767)))
    }
}
