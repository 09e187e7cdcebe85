internal import Synchronization

/// Gives versions of recordings their numbers, so that a file can be made before the index knows of it; none is given twice.
final class VersionNumbers: Sendable {
    private let latest: Atomic<Int64>

    /// - Parameter latest: the highest number that the index has ever had.
    init(latest: Int64) {
        self.latest = Atomic(latest)
    }

    /// From now on numbers are higher than one that a file has.
    func skip(to number: Int64) {
        latest.max(number, ordering: .relaxed)
    }

    func next() -> Int64 {
        latest.add(1, ordering: .relaxed).newValue
    }
}
