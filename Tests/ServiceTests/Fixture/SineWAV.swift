import Foundation

/// A 16-bit WAV file at 8 kHz with a sine of an amplitude of its own, from 0 to 1, in each channel.
enum SineWAV {
    static func data(amplitudes: [Double], frames: Int) -> Data {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let frameBytes = 2 * amplitudes.count
        var bytes = Array("RIFF".utf8) + number(36 + frames * frameBytes, 4) + Array("WAVEfmt ".utf8)
        bytes += number(16, 4) + number(1, 2) + number(amplitudes.count, 2) + number(8_000, 4)
        bytes += number(8_000 * frameBytes, 4) + number(frameBytes, 2) + number(16, 2)
        bytes += Array("data".utf8) + number(frames * frameBytes, 4)
        for frame in 0..<frames {
            let sine = sin(2 * .pi * 400 * Double(frame) / 8_000)
            for amplitude in amplitudes { bytes += number(Int((amplitude * sine * 32_767).rounded()), 2) }
        }
        return Data(bytes)
    }
}
