/// Makes a waveform of a recording's bytes, piece by piece, in constant memory; no I/O.
///
/// What kind of audio it is, is told from its beginning, not from what a store calls it.
package struct WaveformDecoder {
    private enum Kind {
        /// Too little has come to tell.
        case unknown
        case wav(WAVReader)
        /// MPEG audio, if it is any.
        case mpegSought(MPEGBeginning)
        case mp3(MP3Decoder)
    }

    /// What is enough to tell the kind.
    private static let beginningBytes = 12

    private let limits: WaveformLimits
    private var kind = Kind.unknown
    private var beginning: [UInt8] = []
    private var byteCount: Int64 = 0
    private var peaks: PeakAccumulator?
    private var sampleRateHz = 0

    package init(limits: WaveformLimits = WaveformLimits()) {
        self.limits = limits
    }

    /// Takes the next bytes.
    ///
    /// - Throws: when there will be no waveform, whatever follows.
    package mutating func add(_ bytes: ArraySlice<UInt8>) throws(WaveformError) {
        byteCount += Int64(bytes.count)
        guard byteCount <= limits.maximumBytes else { throw .tooManyBytes }
        guard case .unknown = kind else { return try decode(bytes) }
        beginning += bytes
        guard beginning.count >= Self.beginningBytes else { return }
        kind = try Self.kind(of: beginning)
        let first = beginning
        beginning = []
        try decode(first[...])
    }

    /// There are no more bytes.
    ///
    /// - Returns: the whole waveform.
    /// - Throws: when there was nothing to decode.
    package mutating func finish() throws(WaveformError) -> Waveform {
        switch kind {
        case .unknown: throw .truncated
        case .wav(let reader) where !reader.hasBegun: throw .truncated
        case .mpegSought(var beginning): try begin(MP3Decoder(), with: beginning.finish())
        case .wav, .mp3: break
        }
        guard let peaks, peaks.frameCount > 0 else { throw .noAudio }
        return Waveform(peaks, sampleRateHz: sampleRateHz)
    }

    private static func kind(of beginning: [UInt8]) throws(WaveformError) -> Kind {
        if beginning.starts(with: "RIFF".utf8) {
            guard beginning[8..<12].elementsEqual("WAVE".utf8) else { throw .unsupported }
            return .wav(WAVReader())
        }
        // What may hold, among other things, what looks like MPEG frames.
        let others = ["OggS", "fLaC", "FORM", "RF64", "BW64", "RIFX", "riff", ".snd", "caff", "#!AM"]
        guard !others.contains(where: { beginning.starts(with: $0.utf8) }),
            !beginning[4..<8].elementsEqual("ftyp".utf8)
        else { throw .unsupported }
        return .mpegSought(MPEGBeginning())
    }

    private mutating func decode(_ bytes: ArraySlice<UInt8>) throws(WaveformError) {
        switch kind {
        case .unknown:
            return
        case .wav(var reader):
            var rest = bytes
            while let frames = try reader.samples(in: &rest), let format = reader.format {
                let samples = format.coding.samples(of: frames)
                try samples.withUnsafeBufferPointer { (samples) throws(WaveformError) in
                    try take(samples, channelCount: format.channelCount, sampleRateHz: format.sampleRateHz)
                }
            }
            kind = .wav(reader)
        case .mpegSought(var beginning):
            let first = try beginning.add(bytes)
            kind = .mpegSought(beginning)
            if let first { try begin(MP3Decoder(), with: first) }
        case .mp3(let decoder):
            try decoder.add(bytes) { (form, samples) throws(WaveformError) in
                try take(samples, channelCount: form.channelCount, sampleRateHz: form.sampleRateHz)
            }
        }
    }

    private mutating func begin(_ decoder: MP3Decoder, with bytes: [UInt8]) throws(WaveformError) {
        kind = .mp3(decoder)
        try decode(bytes[...])
    }

    private mutating func take(
        _ samples: UnsafeBufferPointer<Int16>,
        channelCount: Int,
        sampleRateHz: Int
    ) throws(WaveformError) {
        if peaks == nil {
            peaks = PeakAccumulator(channelCount: channelCount)
            self.sampleRateHz = sampleRateHz
        }
        peaks?.add(samples)
        guard let peaks, peaks.frameCount / Int64(sampleRateHz) < limits.maximumDurationSeconds else { throw .tooLong }
    }
}
