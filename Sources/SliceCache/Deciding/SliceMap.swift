/// Which bytes of one recording's file can be trusted, slice by slice; pure bookkeeping.
///
/// A slice is missing, filled from its start up to some byte, stored but not yet checked since the start of the process, or verified. All
/// slices are equally long but the last.
package struct SliceMap: Sendable {
    package enum Standing: Hashable, Sendable {
        case missing
        /// The first bytes are there; the checksum runs over them.
        case partial(filledBytes: Int, checksum: CRC32C)
        /// Complete by the index's word; to be compared with its checksum before the first serve.
        case stored(checksum: UInt32)
        /// Complete and known to be right.
        case verified
    }

    /// What a reader can do at a byte.
    package enum Reading: Hashable, Sendable {
        /// These bytes, which begin at the byte asked for.
        case available(Range<Int64>)
        /// The slice of this index must be checked first.
        case unverified(slice: Int)
        case missing
    }

    package let sizeBytes: Int64
    package let sliceBytes: Int64
    /// Where the checksum of each slice begins.
    package let checksumSeed: UInt32
    /// The bytes of stored and verified slices.
    package private(set) var completeBytes: Int64 = 0
    private var verifiedBytes: Int64 = 0
    private var standings: [Standing]

    package init(sizeBytes: Int64, sliceBytes: Int64, checksumSeed: UInt32 = 0) {
        precondition(sizeBytes >= 0 && sliceBytes > 0, "a recording has a size, and a slice at least one byte")
        self.sizeBytes = sizeBytes
        self.sliceBytes = sliceBytes
        self.checksumSeed = checksumSeed
        standings = Array(repeating: .missing, count: Int((sizeBytes + sliceBytes - 1) / sliceBytes))
    }

    package var sliceCount: Int { standings.count }
    package var isComplete: Bool { completeBytes == sizeBytes }

    package subscript(slice: Int) -> Standing { standings[slice] }

    /// The bytes of a slice.
    package func range(of slice: Int) -> Range<Int64> {
        let start = Int64(slice) * sliceBytes
        return start..<min(start + sliceBytes, sizeBytes)
    }

    /// The slice that a byte lies in.
    package func slice(at offset: Int64) -> Int {
        Int(offset / sliceBytes)
    }

    /// Takes over what is now known of a slice.
    package mutating func set(_ standing: Standing, of slice: Int) {
        let bytes = Int64(range(of: slice).count)
        let old = standings[slice]
        completeBytes -= Self.isComplete(old) ? bytes : 0
        verifiedBytes -= old == .verified ? bytes : 0
        standings[slice] = standing
        completeBytes += Self.isComplete(standing) ? bytes : 0
        verifiedBytes += standing == .verified ? bytes : 0
    }

    /// What is there at `offset`, looking no further than `limit`.
    package func reading(at offset: Int64, limit: Int64) -> Reading {
        var end = offset
        let limit = min(limit, sizeBytes)
        scan: while end < limit {
            let slice = slice(at: end)
            switch standings[slice] {
            case .verified:
                end = range(of: slice).upperBound
            case .partial(let filledBytes, _):
                end = max(end, range(of: slice).lowerBound + Int64(filledBytes))
                break scan
            case .stored where end == offset:
                return .unverified(slice: slice)
            case .stored, .missing:
                break scan
            }
        }
        return end > offset ? .available(offset..<min(end, limit)) : .missing
    }

    /// The bytes to fetch for a missing byte at `offset`: from the first byte that its slice lacks to the next complete slice, at most to the
    /// end of the slice before `limit`.
    package func gap(at offset: Int64, limit: Int64) -> Range<Int64> {
        let first = slice(at: offset)
        var start = range(of: first).lowerBound
        if case .partial(let filledBytes, _) = standings[first] { start += Int64(filledBytes) }
        var next = first + 1
        while next < standings.count, Int64(next) * sliceBytes < limit, !Self.isComplete(standings[next]) { next += 1 }
        return start..<range(of: next - 1).upperBound
    }

    /// The first byte of `range` that is neither in a complete slice nor in the filled part of another; `nil` when all are there.
    package func firstMissing(in range: Range<Int64>) -> Int64? {
        var offset = range.lowerBound
        let end = min(range.upperBound, sizeBytes)
        while offset < end {
            let slice = slice(at: offset)
            switch standings[slice] {
            case .stored, .verified:
                offset = self.range(of: slice).upperBound
            case .partial(let filledBytes, _):
                let missing = max(offset, self.range(of: slice).lowerBound + Int64(filledBytes))
                return missing < end ? missing : nil
            case .missing:
                return offset
            }
        }
        return nil
    }

    /// Whether every byte of `range` is complete, checked or not.
    package func covers(_ range: Range<Int64>) -> Bool {
        guard !range.isEmpty else { return true }
        return (slice(at: range.lowerBound)...slice(at: range.upperBound - 1)).allSatisfy {
            Self.isComplete(standings[$0])
        }
    }

    /// Whether every byte of `range` is complete and known to be right.
    package func isVerified(_ range: Range<Int64>) -> Bool {
        guard !range.isEmpty, verifiedBytes < sizeBytes else { return true }
        for slice in slice(at: range.lowerBound)...slice(at: range.upperBound - 1) {
            guard case .verified = standings[slice] else { return false }
        }
        return true
    }

    /// The bytes that are there, checked or not, the begun parts of slices included; in order, none touching another.
    package var filledRanges: [Range<Int64>] {
        var ranges: [Range<Int64>] = []
        for (slice, standing) in standings.enumerated() {
            let whole = range(of: slice)
            let filled: Range<Int64>
            switch standing {
            case .missing: continue
            case .partial(let filledBytes, _):
                filled = whole.lowerBound..<min(whole.lowerBound + Int64(filledBytes), whole.upperBound)
            case .stored, .verified: filled = whole
            }
            guard !filled.isEmpty else { continue }
            if let last = ranges.last, last.upperBound == filled.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<filled.upperBound
            } else {
                ranges.append(filled)
            }
        }
        return ranges
    }

    private static func isComplete(_ standing: Standing) -> Bool {
        switch standing {
        case .stored, .verified: true
        case .missing, .partial: false
        }
    }
}
