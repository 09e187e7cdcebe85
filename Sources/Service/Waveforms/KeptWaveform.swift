internal import Waveform

/// What is kept of a decoding beside the audio: the waveform, or that there is none.
enum KeptWaveform: Hashable, Sendable {
    case waveform(Waveform)
    case failure(WaveformError)

    /// Changed whenever decoding is, so that what an older service kept is made anew.
    private static let version: UInt8 = 1

    private enum Kind {
        static let waveform: UInt8 = 0
        static let failure: UInt8 = 1
    }

    var bytes: [UInt8] {
        switch self {
        case .waveform(let waveform): [Self.version, Kind.waveform] + waveform.bytes
        case .failure(let error): [Self.version, Kind.failure] + error.reason.utf8
        }
    }

    /// Reads what ``bytes`` wrote; `nil` for anything else, other versions' among it.
    init?(bytes: [UInt8]) {
        guard bytes.count > 2, bytes[0] == Self.version else { return nil }
        let content = bytes.dropFirst(2)
        switch bytes[1] {
        case Kind.waveform:
            guard let waveform = Waveform(bytes: content) else { return nil }
            self = .waveform(waveform)
        case Kind.failure:
            let error = WaveformError.allCases.first { content.elementsEqual($0.reason.utf8) }
            guard let error else { return nil }
            self = .failure(error)
        default:
            return nil
        }
    }

    init(_ outcome: Result<Waveform, WaveformError>) {
        switch outcome {
        case .success(let waveform): self = .waveform(waveform)
        case .failure(let error): self = .failure(error)
        }
    }

    /// The waveform.
    ///
    /// - Throws: why there is none.
    func get() throws(WaveformFailure) -> Waveform {
        switch self {
        case .waveform(let waveform): return waveform
        case .failure(let error): throw .audio(error)
        }
    }
}
