/// How a waveform is kept, a few KiB.
extension Waveform {
    /// Rate, frame count and frames of a piece as 64-bit numbers, lowest byte first, the channel count in one byte, then the extremes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headBytes + extremes.count)
        for number in [Int64(sampleRateHz), frameCount, framesPerPiece] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(UInt8(channelCount))
        bytes.append(contentsOf: extremes.lazy.map { UInt8(bitPattern: $0) })
        return bytes
    }

    private static let headBytes = 25
    /// More than any recording has; keeps sums far from overflow.
    private static let maximumFrames: Int64 = 1 << 48

    /// Reads what ``bytes`` wrote; `nil` for anything else.
    package init?(bytes: some RandomAccessCollection<UInt8>) {
        guard bytes.count > Self.headBytes else { return nil }
        func number(_ position: Int) -> Int64 {
            bytes.dropFirst(position * 8).prefix(8).reversed().reduce(0) { $0 << 8 | Int64($1) }
        }
        let (rate, frameCount, framesPerPiece) = (number(0), number(1), number(2))
        let channelCount = bytes.dropFirst(Self.headBytes - 1).first.map(Int.init) ?? 0
        guard AudioBounds.sampleRatesHz.contains(Int(rate)), AudioBounds.channelCounts.contains(channelCount),
            (1..<Self.maximumFrames).contains(frameCount), (1..<Self.maximumFrames).contains(framesPerPiece)
        else { return nil }
        let pieceCount = (frameCount - 1) / framesPerPiece + 1
        let extremes = bytes.dropFirst(Self.headBytes).map { Int8(bitPattern: $0) }
        guard pieceCount <= PeakAccumulator.maximumPieces, extremes.count == Int(pieceCount) * channelCount * 2 else {
            return nil
        }
        self.init(
            sampleRateHz: Int(rate),
            frameCount: frameCount,
            channelCount: channelCount,
            framesPerPiece: framesPerPiece,
            extremes: extremes
        )
    }
}
