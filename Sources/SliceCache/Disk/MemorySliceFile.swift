internal import Synchronization

/// A file in memory, for audio that the disk does not take; small.
final class MemorySliceFile: SliceFile {
    private let maximumBytes: Int64
    private let bytes = Mutex<[UInt8]>([])

    init(maximumBytes: Int64) {
        self.maximumBytes = maximumBytes
    }

    func read(_ range: Range<Int64>, into target: UnsafeMutableRawBufferPointer) throws(SliceFileError) {
        let isRead = bytes.withLock { bytes in
            guard range.upperBound <= bytes.count else { return false }
            target.copyBytes(from: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
            return true
        }
        if !isRead { throw .short }
    }

    /// Takes bytes that go on where the file ends.
    func write(_ added: ArraySlice<UInt8>, at offset: Int64) throws(SliceFileError) {
        let isWritten = bytes.withLock { bytes in
            guard offset == bytes.count, offset + Int64(added.count) <= maximumBytes else { return false }
            bytes += added
            return true
        }
        if !isWritten { throw .full }
    }
}
