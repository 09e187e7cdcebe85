internal import CPageCache
internal import Foundation

/// A file mapped into memory for the system to send from.
///
/// Nothing of ours ever reads the mapping: on a failing disk that would end the process with SIGBUS, where the system's own read only ends its call.
package final class MappedFile: Sendable {
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer
    private let sizeBytes: Int

    /// Maps a file; `nil` when the system refuses.
    ///
    /// - Parameters:
    ///   - descriptor: of the file; may be closed afterwards.
    ///   - sizeBytes: of the mapping; the file may be shorter for now.
    package init?(descriptor: CInt, sizeBytes: Int) {
        guard sizeBytes > 0, let base = mmap(nil, sizeBytes, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED
        else { return nil }
        self.base = base
        self.sizeBytes = sizeBytes
    }

    deinit {
        munmap(base, sizeBytes)
    }

    /// Whether the system holds all bytes of `range` in memory.
    package func isInMemory(_ range: Range<Int64>) -> Bool {
        guard range.lowerBound >= 0, range.upperBound <= sizeBytes else { return false }
        return is_in_memory(base + Int(range.lowerBound), range.count) != 0
    }

    /// Sends `head` and the bytes of `range` without waiting for the socket; for bytes that the system does not hold it waits for the disk.
    ///
    /// - Returns: how many bytes the socket took; `nil` when it took none.
    package func send(_ head: UnsafeRawBufferPointer, _ range: Range<Int64>, to socket: CInt) -> Int? {
        guard range.lowerBound >= 0, range.upperBound <= sizeBytes else { return nil }
        let taken = send_mapped(socket, head.baseAddress, head.count, base + Int(range.lowerBound), range.count)
        return taken > 0 ? taken : nil
    }
}
