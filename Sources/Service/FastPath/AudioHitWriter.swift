internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// Writes a hit's head and body as bytes; for one event loop.
struct AudioHitWriter {
    /// Room for a head; a longer one grows the buffer.
    private static let usualHeadBytes = 768

    let files: OpenAudioFiles
    private let date = DateBox()

    init(files: OpenAudioFiles) {
        self.files = files
    }

    /// Writes without flushing.
    ///
    /// - Returns: whether it was written; otherwise nothing was, and the ordinary route can answer.
    func write(_ hit: AudioHit, requestID: String, to encoder: ChannelHandlerContext) -> Bool {
        let isCopied = hit.range.count <= AudioFastPathHandler.longestCopiedBytes
        var buffer = encoder.channel.allocator.buffer(
            capacity: Self.usualHeadBytes + (isCopied ? hit.range.count : 0)
        )
        writeHead(hit.reply, requestID: requestID, to: &buffer)
        if isCopied {
            guard hit.range.isEmpty || copy(hit, to: &buffer) else { return false }
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

    /// The same head as Hummingbird writes, fields of the middleware and the server included.
    private func writeHead(_ reply: AudioReply, requestID: String, to buffer: inout ByteBuffer) {
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(String(reply.status.code))
        buffer.writeStaticString(" ")
        buffer.writeString(reply.status.reasonPhrase)
        buffer.writeStaticString("\r\n")
        for field in reply.fields {
            buffer.writeString(field.name.rawName)
            buffer.writeStaticString(": ")
            buffer.writeString(field.value)
            buffer.writeStaticString("\r\n")
        }
        buffer.writeStaticString("X-Request-Id: ")
        buffer.writeString(requestID)
        buffer.writeStaticString("\r\nX-Content-Type-Options: nosniff\r\nDate: ")
        buffer.writeString(date.now())
        buffer.writeStaticString("\r\n\r\n")
    }

    /// Copies the body behind the head, as far as the system has it in memory.
    private func copy(_ hit: AudioHit, to buffer: inout ByteBuffer) -> Bool {
        let count = hit.range.count
        let copied = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            hit.recording.copyIfInMemory(
                hit.range,
                to: UnsafeMutableRawBufferPointer(rebasing: room.prefix(count))
            ) ? count : 0
        }
        return copied == count
    }
}

/// The Date line shared by the answers of one event loop.
private final class DateBox {
    private var line = DateLine()

    func now() -> String {
        line.value(at: Int64(time(nil)))
    }
}
