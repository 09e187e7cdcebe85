internal import NIOCore
internal import SliceCache

extension CachedRecording {
    /// Bytes of the file that the system holds in memory, behind others; `nil` when it does not hold all of them.
    func copyIfInMemory(_ range: Range<Int64>, after head: [UInt8] = []) -> ByteBuffer? {
        var buffer = ByteBufferAllocator().buffer(capacity: head.count + range.count)
        buffer.writeBytes(head)
        let copied = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { room in
            let target = UnsafeMutableRawBufferPointer(rebasing: room.prefix(range.count))
            return copyIfInMemory(range, to: target) ? range.count : 0
        }
        return copied == range.count ? buffer : nil
    }
}
