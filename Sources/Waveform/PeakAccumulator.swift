/// The lowest and highest sample of each of a few thousand equal pieces, for audio whose length is not known before its end.
///
/// Pieces begin with one frame each; whenever there are too many, neighbours are joined. So memory is constant, and the result depends on the
/// samples alone, not on how they came.
struct PeakAccumulator {
    /// Even; at the end there are at least half as many pieces, unless there are fewer frames.
    static let maximumPieces = 4_096

    let channelCount: Int
    private(set) var framesPerPiece: Int64 = 1
    private(set) var frameCount: Int64 = 0
    /// For each piece and channel, the lowest and the highest sample.
    private(set) var extremes: [Int16] = []
    /// The frames in the last piece.
    private var lastPieceFrames: Int64 = 0

    init(channelCount: Int) {
        self.channelCount = channelCount
        extremes.reserveCapacity(Self.maximumPieces * channelCount * 2)
    }

    var pieceCount: Int { extremes.count / (channelCount * 2) }

    /// Takes whole frames: a sample of each channel, one frame after the other.
    mutating func add(_ samples: UnsafeBufferPointer<Int16>) {
        var frame = 0
        let frames = samples.count / channelCount
        while frame < frames {
            if extremes.isEmpty || lastPieceFrames == framesPerPiece { beginPiece() }
            let count = Int(min(Int64(frames - frame), framesPerPiece - lastPieceFrames))
            for channel in 0..<channelCount {
                widen(channel: channel, by: samples, from: frame, count: count)
            }
            lastPieceFrames += Int64(count)
            frameCount += Int64(count)
            frame += count
        }
    }

    private mutating func widen(channel: Int, by samples: UnsafeBufferPointer<Int16>, from frame: Int, count: Int) {
        let place = extremes.count - (channelCount - channel) * 2
        var low = extremes[place]
        var high = extremes[place + 1]
        var index = frame * channelCount + channel
        for _ in 0..<count {
            let sample = samples[index]
            if sample < low { low = sample }
            if sample > high { high = sample }
            index += channelCount
        }
        extremes[place] = low
        extremes[place + 1] = high
    }

    private mutating func beginPiece() {
        if pieceCount == Self.maximumPieces { joinNeighbours() }
        for _ in 0..<channelCount {
            extremes.append(.max)
            extremes.append(.min)
        }
        lastPieceFrames = 0
    }

    /// Makes one piece of each two; all of them are full.
    private mutating func joinNeighbours() {
        let stride = channelCount * 2
        let half = pieceCount / 2
        for piece in 0..<half {
            for place in 0..<stride {
                let first = extremes[2 * piece * stride + place]
                let second = extremes[(2 * piece + 1) * stride + place]
                extremes[piece * stride + place] = place % 2 == 0 ? min(first, second) : max(first, second)
            }
        }
        extremes.removeLast(extremes.count - half * stride)
        framesPerPiece *= 2
    }
}
