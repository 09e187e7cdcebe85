/// What is asked of the store that holds a recording's audio.
package enum UpstreamRange: Hashable, Sendable {
    /// From a byte to the end.
    case from(Int64)
    /// Exactly these bytes, as far as they exist.
    case bytes(Range<Int64>)
    /// The last so many bytes.
    case last(Int64)
    /// Everything, without a Range header: for recordings that may be empty.
    case whole
    /// As little as tells everything about the recording.
    case firstSlice

    /// The same, widened so that the reply fills whole slices.
    package func aligned(sliceBytes: Int64) -> UpstreamRange {
        switch self {
        case .from(let first):
            return .from(first / sliceBytes * sliceBytes)
        case .bytes(let range):
            let start = range.lowerBound / sliceBytes * sliceBytes
            guard range.upperBound <= .max - sliceBytes else { return .from(start) }
            let last = max(range.lowerBound, range.upperBound - 1)
            return .bytes(start..<(last / sliceBytes + 1) * sliceBytes)
        case .last(let count):
            // Where the recording ends, and so where its slices begin, is not known yet.
            return .last(count > .max - sliceBytes ? count : count + sliceBytes - 1)
        case .whole:
            return .whole
        case .firstSlice:
            return .bytes(0..<sliceBytes)
        }
    }

    /// The same, of an aligned range, cut to what a first transfer brings; the rest is asked for as it is read.
    ///
    /// - Parameters:
    ///   - maximumBytes: the most that is brought from a byte on.
    ///   - maximumLastBytes: the most that is brought of the end, which cannot be cut before it is known where that begins.
    ///   - sliceBytes: what is asked for instead of a longer end.
    /// - Returns: the range to ask for.
    package func bounded(
        to maximumBytes: Int64,
        lastBytes maximumLastBytes: Int64,
        sliceBytes: Int64
    ) -> UpstreamRange {
        switch self {
        case .from(let first) where first <= .max - maximumBytes:
            .bytes(first..<first + maximumBytes)
        case .bytes(let range) where range.count > maximumBytes:
            .bytes(range.lowerBound..<range.lowerBound + maximumBytes)
        case .last(let count) where count > maximumLastBytes:
            .bytes(0..<sliceBytes)
        case .from, .bytes, .last, .whole, .firstSlice:
            self
        }
    }

    /// The value of the Range header, where there is one.
    package var header: String? {
        switch self {
        case .from(let first): "bytes=\(first)-"
        case .bytes(let range): "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
        case .last(let count): "bytes=-\(count)"
        case .whole, .firstSlice: nil
        }
    }

    /// The bytes meant, in a recording of `sizeBytes`; empty when none exist or none matter.
    package func range(sizeBytes: Int64) -> Range<Int64> {
        switch self {
        case .from(let first): min(first, sizeBytes)..<sizeBytes
        case .bytes(let range): range.clamped(to: 0..<sizeBytes)
        case .last(let count): max(0, sizeBytes - count)..<sizeBytes
        case .whole: 0..<sizeBytes
        case .firstSlice: 0..<0
        }
    }
}
