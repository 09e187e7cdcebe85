/// Which parts of a file the system was lately found to hold in memory; pure.
///
/// What it holds now and was just used it does not let go of within moments, so that asking again for each request would tell nothing new.
package struct LatelyInMemory: Sendable {
    /// A part is remembered as a whole or not at all.
    package static let partBytes: Int64 = 64 << 10
    /// How long what was found is believed, at most.
    package static let lifetimeSeconds = 2

    private let sizeBytes: Int64
    /// For each part the second in which it was last found, and never 0; empty until one was.
    private var foundAt: [Int32] = []

    /// Nothing found yet of a file of `sizeBytes`.
    package init(sizeBytes: Int64) {
        self.sizeBytes = sizeBytes
    }

    /// The whole parts that bytes of the file lie in; the last part ends with the file.
    package func parts(of range: Range<Int64>) -> Range<Int64> {
        let start = range.lowerBound / Self.partBytes * Self.partBytes
        let end = (range.upperBound + Self.partBytes - 1) / Self.partBytes * Self.partBytes
        return start..<min(end, sizeBytes)
    }

    /// Whether all parts that the bytes lie in were found lately.
    ///
    /// - Parameters:
    ///   - range: not empty.
    ///   - now: in seconds, of a clock that only goes forward.
    /// - Returns: `false` when the system must be asked.
    package func has(_ range: Range<Int64>, now: Int32) -> Bool {
        guard !foundAt.isEmpty else { return false }
        return indices(of: range).allSatisfy { foundAt[$0] > 0 && now - foundAt[$0] < Self.lifetimeSeconds }
    }

    /// The parts that the bytes lie in were found.
    package mutating func found(_ range: Range<Int64>, now: Int32) {
        if foundAt.isEmpty {
            foundAt = Array(repeating: 0, count: Int((sizeBytes + Self.partBytes - 1) / Self.partBytes))
        }
        for index in indices(of: range) { foundAt[index] = max(1, now) }
    }

    private func indices(of range: Range<Int64>) -> Range<Int> {
        Int(range.lowerBound / Self.partBytes)..<Int((range.upperBound - 1) / Self.partBytes) + 1
    }
}
