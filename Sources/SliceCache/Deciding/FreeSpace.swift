package import Storage

/// How much room the disk has, as far as is known between two looks at it; pure.
package struct FreeSpace: Sendable {
    /// How long a look is believed, in seconds: others write to the disk too.
    package static let lookPeriodSeconds: Int64 = 1

    /// Free bytes, less what was written and more what was freed since the look.
    private var expectedBytes: Int64 = 0
    /// Free bytes that are left to others.
    private var floorBytes: Int64 = 0
    /// Seconds since 1970; `nil` before the first look.
    private var lookedAt: Int64?
    private var isLooking = false

    package init() {}

    /// Takes note of bytes that are about to be written.
    ///
    /// - Returns: whether the caller must look at the disk first; one does it for all.
    package mutating func isLookDue(writing bytes: Int64, now: Int64) -> Bool {
        expectedBytes -= bytes
        guard !isLooking else { return false }
        // A clock that was set back makes a look due as well.
        if let lookedAt, (lookedAt..<lookedAt + Self.lookPeriodSeconds).contains(now), expectedBytes >= floorBytes {
            return false
        }
        isLooking = true
        return true
    }

    /// Takes note of a look at the disk.
    ///
    /// - Parameters:
    ///   - disk: what was seen; `nil` when it cannot be told, and the writing itself will.
    ///   - floorBytes: what is to be left free.
    ///   - bytes: what is about to be written.
    ///   - now: seconds since 1970.
    /// - Returns: how many bytes must be freed first.
    package mutating func saw(_ disk: DiskSpace?, floorBytes: Int64, writing bytes: Int64, now: Int64) -> Int64 {
        (isLooking, lookedAt) = (false, now)
        guard let disk else {
            (expectedBytes, self.floorBytes) = (.max / 2, 0)
            return 0
        }
        (expectedBytes, self.floorBytes) = (disk.freeBytes - bytes, floorBytes)
        return max(0, floorBytes - expectedBytes)
    }

    /// Takes note of files that were deleted, of which the disk may tell later only.
    package mutating func freed(_ bytes: Int64) {
        expectedBytes += bytes
    }
}
