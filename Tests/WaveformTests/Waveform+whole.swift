import Waveform

extension Waveform {
    /// Decodes bytes that come in pieces of a size; in one piece unless a test says otherwise.
    static func whole(
        _ bytes: [UInt8],
        pieceBytes: Int = .max,
        limits: WaveformLimits = WaveformLimits()
    ) throws(WaveformError) -> Waveform {
        var decoder = WaveformDecoder(limits: limits)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieceBytes)
            rest = rest.dropFirst(piece.count)
            try decoder.add(piece)
        }
        return try decoder.finish()
    }

    /// What decoding comes to, for comparison.
    static func outcome(_ bytes: [UInt8], pieceBytes: Int = .max) -> Result<Waveform, WaveformError> {
        do throws(WaveformError) {
            return .success(try whole(bytes, pieceBytes: pieceBytes))
        } catch {
            return .failure(error)
        }
    }

    /// The lowest and highest of a channel.
    func extent(ofChannel channel: Int) -> ClosedRange<Int8> {
        let peaks = peaks(ofChannel: channel, count: 1)
        return peaks[0]...peaks[1]
    }
}
