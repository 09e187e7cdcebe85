internal import CMpg123

/// MPEG audio, decoded by libmpg123 as it comes.
///
/// The delay and padding that an encoder added and noted are left out, so a length is the one that players show.
final class MP3Decoder {
    /// What a stream, or a part of one, is made of.
    struct Form: Hashable {
        let sampleRateHz: Int
        let channelCount: Int
    }

    /// Reads in a row that give nothing before the stream counts as damaged.
    private static let maximumFruitlessReads = 10_000
    /// What the library is fed at once, and the room for what it gives at once.
    private static let feedBytes = 16 << 10
    private static let outputSamples = 16 << 10

    private let handle: OpaquePointer
    private let output: UnsafeMutableBufferPointer<Int16>
    /// Of the first part, in which all samples are given.
    private var form: Form?
    /// Makes samples of a later part, joined to the first, such as that has them.
    private var adaptation: FormAdaptation?

    init() throws(WaveformError) {
        // Without memory nothing more can be said of the recording than that it cannot be drawn.
        guard let handle = cmpg123_new_feed() else { throw .unsupported }
        self.handle = handle
        output = .allocate(capacity: Self.outputSamples)
        output.initialize(repeating: 0)
    }

    deinit {
        mpg123_delete(handle)
        output.deallocate()
    }

    /// Decodes a piece of the stream; `take` is given whole frames.
    func add(
        _ bytes: ArraySlice<UInt8>,
        take: (Form, UnsafeBufferPointer<Int16>) throws(WaveformError) -> Void
    ) throws(WaveformError) {
        var rest = bytes
        while !rest.isEmpty {
            let piece = rest.prefix(Self.feedBytes)
            rest = rest.dropFirst(piece.count)
            let code = piece.withUnsafeBufferPointer { mpg123_feed(handle, $0.baseAddress, $0.count) }
            guard code == cmpg123_ok else { throw .damaged }
            try drain(take)
        }
    }

    private func drain(
        _ take: (Form, UnsafeBufferPointer<Int16>) throws(WaveformError) -> Void
    ) throws(WaveformError) {
        var fruitless = 0
        while fruitless < Self.maximumFruitlessReads {
            var count = 0
            let code = mpg123_read(handle, output.baseAddress, output.count * MemoryLayout<Int16>.size, &count)
            let samples = count / MemoryLayout<Int16>.size
            fruitless = samples == 0 ? fruitless + 1 : 0
            if samples > 0 {
                if form == nil { try learnForm() }
                try give(UnsafeBufferPointer(rebasing: output[..<samples]), to: take)
            }
            switch code {
            case cmpg123_ok: continue
            case cmpg123_new_format: try learnForm()
            case cmpg123_need_more, cmpg123_done: return
            default: throw .damaged
            }
        }
        throw .damaged
    }

    private func give(
        _ samples: UnsafeBufferPointer<Int16>,
        to take: (Form, UnsafeBufferPointer<Int16>) throws(WaveformError) -> Void
    ) throws(WaveformError) {
        guard let form else { return }
        guard let adapted = adaptation?.adapt(samples) else {
            return try take(
                form,
                UnsafeBufferPointer(rebasing: samples[..<(samples.count - samples.count % form.channelCount)])
            )
        }
        try adapted.withUnsafeBufferPointer { (samples) throws(WaveformError) in try take(form, samples) }
    }

    private func learnForm() throws(WaveformError) {
        var rate = 0
        var channelCount: CInt = 0
        var encoding: CInt = 0
        guard mpg123_getformat(handle, &rate, &channelCount, &encoding) == cmpg123_ok,
            AudioBounds.sampleRatesHz.contains(rate), AudioBounds.channelCounts.contains(Int(channelCount))
        else { throw .damaged }
        let learnt = Form(sampleRateHz: rate, channelCount: Int(channelCount))
        guard let form else {
            form = learnt
            return
        }
        adaptation = learnt == form ? nil : FormAdaptation(from: learnt, to: form)
    }
}
