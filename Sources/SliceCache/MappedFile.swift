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

    /// Sends `head` and the bytes of `range` without waiting.
    ///
    /// - Returns: how many bytes the socket took; `nil` when it took none, or a byte would have to be waited for.
    package func sendIfInMemory(_ head: UnsafeRawBufferPointer, _ range: Range<Int64>, to socket: CInt) -> Int? {
        guard range.lowerBound >= 0, range.upperBound <= sizeBytes else { return nil }
        let body = base + Int(range.lowerBound)
        guard is_in_memory(body, range.count) != 0 else { return nil }
        let taken = send_mapped(socket, head.baseAddress, head.count, body, range.count)
        return taken > 0 ? taken : nil
    }
}
