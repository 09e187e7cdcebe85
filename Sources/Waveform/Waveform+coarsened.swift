extension Waveform {
    /// The same sound in pieces that each last at least so long, whatever is asked of them later.
    ///
    /// Neighbours are joined, from the beginning; a rest that is shorter belongs to the last piece. A recording that is shorter as a whole is one piece.
    package func coarsened(toMilliseconds minimum: Int64) -> Waveform {
        let minimumFrames = (Int64(sampleRateHz) * minimum + 999) / 1_000
        let joined = max(1, (minimumFrames + framesPerPiece - 1) / framesPerPiece)
        guard joined > 1 else { return self }
        let wholePieces = frameCount / (framesPerPiece * joined)
        let count = Int(max(1, wholePieces))
        let stride = channelCount * 2
        var coarse: [Int8] = []
        coarse.reserveCapacity(count * stride)
        for piece in 0..<count {
            let first = piece * Int(joined)
            let end = piece == count - 1 ? pieceCount : first + Int(joined)
            for place in 0..<stride {
                let values = (first..<end).map { extremes[$0 * stride + place] }
                coarse.append((place.isMultiple(of: 2) ? values.min() : values.max()) ?? 0)
            }
        }
        return Waveform(
            sampleRateHz: sampleRateHz,
            frameCount: frameCount,
            channelCount: channelCount,
            framesPerPiece: framesPerPiece * joined,
            extremes: coarse
        )
    }
}
