internal import ByteRanges
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// Writes a hit's head and body as bytes; for one event loop.
///
/// A short body goes to the socket with its head in one system call, past NIO, when nothing else waits for the socket; otherwise a copy of it is written.
/// A long one is sent from the file.
struct AudioHitWriter {
    /// Bodies up to this many bytes go with their head; longer ones cost less sent from the file.
    static let longestCopiedBytes = 64 << 10
    /// Room for a head; a longer one grows the buffer.
    private static let usualHeadBytes = 640

    let files: OpenAudioFiles
    let playbacks: Playbacks
    /// Used again for each answer that the socket has taken at once, so that memory is not given back and faulted in anew each time.
    private var buffer = ByteBuffer()
    private var dateSeconds: Int64 = -1
    private var dateLine: [UInt8] = []

    init(files: OpenAudioFiles, playbacks: Playbacks) {
        self.files = files
        self.playbacks = playbacks
    }

    /// The end of a head, which differs from request to request.
    struct Rest {
        let requestID: String
        /// The lines for the browser of another origin's page; mostly empty.
        let crossOrigin: String
    }

    enum Outcome {
        /// On its way; nothing is left to flush.
        case sent
        /// To be flushed.
        case written
        /// Nothing was written: the ordinary route can answer.
        case refused
    }

    /// Sends what the socket takes at once, and writes the rest without flushing.
    ///
    /// - Parameters:
    ///   - hit: the answer.
    ///   - rest: the end of its head.
    ///   - encoder: where writes begin.
    ///   - socket: the connection's own, when nothing written before waits for it.
    /// - Returns: what became of it.
    mutating func write(
        _ hit: AudioHits.Hit,
        _ rest: Rest,
        to encoder: ChannelHandlerContext,
        socket: CInt?
    ) -> Outcome {
        let isCopied = hit.range.count <= Self.longestCopiedBytes
        buffer.clear(minimumCapacity: Self.usualHeadBytes + (isCopied ? hit.range.count : 0))
        hit.head.write(hit.decision, ageSeconds: hit.ageSeconds, to: &buffer)
        write(rest)
        guard isCopied else {
            // Shorter answers are as good as sent; these are counted.
            let playback = playbacks.enter("user \(hit.username)")
            if case .full = playback { return .refused }
            return writeFromFile(hit, hit.range, playback, to: encoder) ? .written : .refused
        }
        if let socket, !hit.range.isEmpty, let outcome = send(hit, to: socket, encoder) { return outcome }
        guard hit.range.isEmpty || copy(hit) else { return .refused }
        encoder.write(NIOAny(IOData.byteBuffer(buffer)), promise: nil)
        return .written
    }

    /// Hands head and body to the socket itself: the system copies the body from its own memory, once.
    ///
    /// - Returns: `nil` when the socket took nothing.
    private mutating func send(_ hit: AudioHits.Hit, to socket: CInt, _ encoder: ChannelHandlerContext) -> Outcome? {
        let headBytes = buffer.readableBytes
        let taken = buffer.withUnsafeReadableBytes { hit.recording.sendIfInMemory($0, hit.range, to: socket) }
        guard let taken else { return nil }
        guard taken < headBytes + hit.range.count else { return .sent }
        buffer.moveReaderIndex(forwardBy: min(taken, headBytes))
        let rest = (hit.range.lowerBound + Int64(max(0, taken - headBytes)))..<hit.range.upperBound
        if !writeFromFile(hit, rest, .free, to: encoder) {
            // The answer is begun and cannot be gone on with.
            encoder.close(promise: nil)
        }
        return .written
    }

    /// Writes what the buffer holds, then bytes of the file, which the system sends by itself.
    ///
    /// - Returns: `false` when the file cannot be had; then nothing was written.
    private func writeFromFile(
        _ hit: AudioHits.Hit,
        _ range: Range<Int64>,
        _ playback: Playbacks.Entry,
        to encoder: ChannelHandlerContext
    ) -> Bool {
        guard let (region, done) = files.region(of: hit.recording, range: range) else { return false }
        let sent = encoder.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(done, eventLoop: encoder.eventLoop)
        sent.futureResult.whenComplete { _ in
            withExtendedLifetime(playback) {}
            bound.value()
        }
        if buffer.readableBytes > 0 { encoder.write(NIOAny(IOData.byteBuffer(buffer)), promise: nil) }
        encoder.write(NIOAny(IOData.fileRegion(region)), promise: sent)
        return true
    }

    /// The fields that the middleware and the server add to every answer, in their order.
    private mutating func write(_ rest: Rest) {
        let seconds = Int64(time(nil))
        if seconds != dateSeconds {
            dateSeconds = seconds
            dateLine = Array("Date: \(HTTPDate(unixSeconds: seconds))\r\n\r\n".utf8)
        }
        buffer.writeStaticString("X-Request-Id: ")
        buffer.writeString(rest.requestID)
        buffer.writeStaticString("\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n")
        buffer.writeString(rest.crossOrigin)
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
