import Testing
import Waveform

/// What is shown of a recording must not be its sound.
@Suite("Coarse waveforms")
struct CoarseWaveformTests {
    static let frames = [1, 80, 159, 160, 161, 319, 320, 2_000, 4_096, 4_097, 8_000, 40_001, 400_000]

    private static func waveform(_ frames: Int) throws -> Waveform {
        var wav = SampleWAV(coding: .muLaw, channels: [Array(repeating: 0, count: frames)]).bytes
        for frame in 0..<frames { wav[44 + frame] = UInt8(truncatingIfNeeded: frame &* 37 ^ frame >> 3) }
        return try Waveform.whole(wav)
    }

    @Test("Every piece lasts 20 ms or longer, or is all there is", arguments: frames)
    func pieces(_ frames: Int) throws {
        let whole = try Self.waveform(frames)
        let coarse = whole.coarsened(toMilliseconds: 20)
        #expect(coarse.pieceCount == 1 || frames / coarse.pieceCount >= 160)
        #expect(coarse.frameCount == whole.frameCount && coarse.durationMilliseconds == whole.durationMilliseconds)
        for channel in 0..<coarse.channelCount {
            #expect(coarse.peaks(ofChannel: channel, count: 1) == whole.peaks(ofChannel: channel, count: 1))
        }
    }

    @Test("Whatever counts are asked for, nothing shows but the extremes of pieces", arguments: [2_000, 8_000])
    func borders(_ frames: Int) throws {
        let coarse = try Self.waveform(frames).coarsened(toMilliseconds: 20)
        let grid = coarse.peaks(ofChannel: 0, count: coarse.pieceCount)
        let lows = Set(stride(from: 0, to: grid.count, by: 2).map { grid[$0] })
        let highs = Set(stride(from: 1, to: grid.count, by: 2).map { grid[$0] })
        for count in 1...coarse.pieceCount {
            let peaks = coarse.peaks(ofChannel: 0, count: count)
            for index in stride(from: 0, to: peaks.count, by: 2) {
                #expect(lows.contains(peaks[index]) && highs.contains(peaks[index + 1]))
            }
        }
    }
}
