internal import ByteRanges
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// Writes a hit's head and body as bytes; for one event loop.
struct AudioHitWriter {
    /// Bodies up to this many bytes are copied behind their head; longer ones cost less sent from the file.
    static let longestCopiedBytes = 64 << 10
    /// Room for a head; a longer one grows the buffer.
    private static let usualHeadBytes = 640

    let files: OpenAudioFiles
    /// Used again for each answer that the socket has taken at once, so that memory is not given back and faulted in anew each time.
    private var buffer = ByteBuffer()
    private var dateSeconds: Int64 = -1
    private var dateLine: [UInt8] = []

    init(files: OpenAudioFiles) {
        self.files = files
    }

    /// Writes without flushing.
    ///
    /// - Returns: whether it was written; otherwise nothing was, and the ordinary route can answer.
    mutating func write(_ hit: AudioHits.Hit, requestID: String, to encoder: ChannelHandlerContext) -> Bool {
        let isCopied = hit.range.count <= Self.longestCopiedBytes
        buffer.clear(minimumCapacity: Self.usualHeadBytes + (isCopied ? hit.range.count : 0))
        hit.head.write(hit.decision, ageSeconds: hit.ageSeconds, to: &buffer)
        writeRest(requestID: requestID)
        if isCopied {
            guard hit.range.isEmpty || copy(hit) else { return false }
            encoder.write(NIOAny(IOData.byteBuffer(buffer)), promise: nil)
            return true
        }
        guard let (region, done) = files.region(of: hit.recording, range: hit.range) else { return false }
        let sent = encoder.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(done, eventLoop: encoder.eventLoop)
        sent.futureResult.whenComplete { _ in bound.value() }
        encoder.write(NIOAny(IOData.byteBuffer(buffer)), promise: nil)
        encoder.write(NIOAny(IOData.fileRegion(region)), promise: sent)
        return true
    }

    /// The fields that the middleware and the server add to every answer, in their order.
    private mutating func writeRest(requestID: String) {
        let seconds = Int64(time(nil))
        if seconds != dateSeconds {
            dateSeconds = seconds
            dateLine = Array(
                "\r\nX-Content-Type-Options: nosniff\r\nDate: \(HTTPDate(unixSeconds: seconds))\r\n\r\n".utf8
            )
        }
        buffer.writeStaticString("X-Request-Id: ")
        buffer.writeString(requestID)
        buffer.writeBytes(dateLine)
    }

    /// Copies the body behind the head, as far as the system has it in memory.
    private mutating func copy(_ hit: AudioHits.Hit) -> Bool {
        let count = hit.range.count
        let copied = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            let target = UnsafeMutableRawBufferPointer(rebasing: room.prefix(count))
            return hit.recording.copyIfInMemory(hit.range, to: target) ? count : 0
        }
        return copied == count
    }
}
