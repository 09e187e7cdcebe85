internal import ByteRanges
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import PlaybackAudit
internal import SliceCache

/// Writes a hit's head and body as bytes; for one event loop.
///
/// A short body goes to the socket with its head in one system call, past NIO, when nothing else waits for the socket; otherwise a copy of it is written.
/// A long one is sent from the file.
struct AudioHitWriter {
    /// Bodies up to this many bytes go with their head; longer ones cost less sent from the file.
    static let longestCopiedBytes = 64 << 10
    /// Longer bodies are handed on in pieces of at least so many bytes: the audit knows of each when it has gone.
    static let sentPieceBytes: Int64 = 1 << 20
    /// Pieces of one body, each of which takes memory until it has gone; of a longer body each is larger.
    static let maximumSentPieces: Int64 = 12

    let files: OpenAudioFiles
    let playbacks: Playbacks
    let now: @Sendable () -> Date
    /// Of the answer being written; its memory is used again for the next.
    private var head: [UInt8] = []
    private var dateSeconds: Int64 = -1
    private var dateLine: [UInt8] = []

    init(files: OpenAudioFiles, playbacks: Playbacks, now: @escaping @Sendable () -> Date) {
        self.files = files
        self.playbacks = playbacks
        self.now = now
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
    ///   - context: where writes begin.
    ///   - socket: the connection's own, when nothing written before waits for it.
    /// - Returns: what became of it.
    mutating func write(
        _ hit: AudioHits.Hit,
        _ rest: Rest,
        to context: ChannelHandlerContext,
        socket: CInt?
    ) -> Outcome {
        let isCopied = hit.range.count <= Self.longestCopiedBytes
        head.removeAll(keepingCapacity: true)
        hit.ready.head.write(hit.decision, ageSeconds: hit.ageSeconds, to: &head)
        write(rest)
        let playback = hit.playback
        guard playback?.hold() ?? true else { return .refused }
        let outcome: Outcome
        if !isCopied {
            // Shorter answers are as good as sent; these are counted.
            outcome = writeFromFile(hit, playback, to: context) ? .written : .refused
        } else if let socket, !hit.range.isEmpty, let sent = send(hit, playback, to: socket, context) {
            return sent
        } else if let copy = copy(hit) {
            context.write(NIOAny(IOData.byteBuffer(copy)), promise: nil)
            playback?.answered(hit.range, now: hit.at)
            outcome = .written
        } else {
            outcome = .refused
        }
        if outcome == .refused { playback?.end(now: hit.at) }
        return outcome
    }

    /// Hands head and body to the socket itself: the system copies the body from its own memory, once.
    ///
    /// - Returns: `nil` when the socket took nothing.
    private mutating func send(
        _ hit: AudioHits.Hit,
        _ playback: OpenPlayback?,
        to socket: CInt,
        _ context: ChannelHandlerContext
    ) -> Outcome? {
        let taken = head.withUnsafeBytes { hit.recording.sendIfInMemory($0, hit.range, to: socket) }
        guard let taken else { return nil }
        guard taken < head.count + hit.range.count else {
            playback?.answered(hit.range, now: hit.at)
            return .sent
        }
        let restOfHead = head.dropFirst(taken)
        let rest = (hit.range.lowerBound + Int64(max(0, taken - head.count)))..<hit.range.upperBound
        playback?.begin(hit.range, now: hit.at)
        playback?.sent(hit.range.lowerBound..<rest.lowerBound, now: hit.at)
        if let file = files.file(of: hit.recording) {
            write(restOfHead, rest, of: file, playback, .free, to: context)
        } else {
            // The answer is begun and cannot be gone on with.
            playback?.end(now: hit.at)
            context.close(promise: nil)
        }
        return .written
    }

    /// - Returns: `false` when the file cannot be had; then nothing was written.
    private func writeFromFile(
        _ hit: AudioHits.Hit,
        _ playback: OpenPlayback?,
        to context: ChannelHandlerContext
    ) -> Bool {
        guard let file = files.file(of: hit.recording) else { return false }
        let place = playbacks.enter("user \(hit.ready.url.username)")
        if case .full = place {
            files.done(with: file)
            return false
        }
        playback?.begin(hit.range, now: hit.at)
        write(head[...], hit.range, of: file, playback, place, to: context)
        return true
    }

    /// Writes what is left of a head, then bytes of the file, which the system sends by itself.
    private func write(
        _ head: ArraySlice<UInt8>,
        _ range: Range<Int64>,
        of file: OpenAudioFiles.File,
        _ playback: OpenPlayback?,
        _ place: Playbacks.Entry,
        to context: ChannelHandlerContext
    ) {
        if !head.isEmpty { context.write(NIOAny(IOData.byteBuffer(ByteBuffer(bytes: head))), promise: nil) }
        let sending = NIOLoopBound(
            SentBody(file: file, files: files, playback: playback, place: place, now: now),
            eventLoop: context.eventLoop
        )
        let count = Int64(range.count)
        let pieceBytes = max(Self.sentPieceBytes, (count + Self.maximumSentPieces - 1) / Self.maximumSentPieces)
        var start = range.lowerBound
        while start < range.upperBound {
            let piece = start..<min(start + pieceBytes, range.upperBound)
            let isLast = piece.upperBound == range.upperBound
            let sent = context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.whenComplete { outcome in
                sending.value.finished(piece, isSent: (try? outcome.get()) != nil, isLast: isLast)
            }
            context.write(NIOAny(IOData.fileRegion(file.region(piece))), promise: sent)
            start = piece.upperBound
        }
    }

    /// A body on its way to the socket, on its event loop.
    private final class SentBody {
        private let file: OpenAudioFiles.File
        private let files: OpenAudioFiles
        private let playback: OpenPlayback?
        /// Held until the last piece has gone.
        private let place: Playbacks.Entry
        private let now: @Sendable () -> Date
        private var hasBroken = false

        init(
            file: OpenAudioFiles.File,
            files: OpenAudioFiles,
            playback: OpenPlayback?,
            place: Playbacks.Entry,
            now: @escaping @Sendable () -> Date
        ) {
            self.file = file
            self.files = files
            self.playback = playback
            self.place = place
            self.now = now
        }

        /// Pieces finish in order; of the first that did not go wholly something may have gone, so it counts.
        func finished(_ piece: Range<Int64>, isSent: Bool, isLast: Bool) {
            if !hasBroken { playback?.sent(piece, now: now()) }
            hasBroken = hasBroken || !isSent
            guard isLast else { return }
            files.done(with: file)
            playback?.end(now: now())
        }
    }

    /// The fields that the middleware and the server add to every answer, in their order.
    private mutating func write(_ rest: Rest) {
        let seconds = Int64(time(nil))
        if seconds != dateSeconds {
            dateSeconds = seconds
            dateLine = Array("Date: \(HTTPDate(unixSeconds: seconds))\r\n\r\n".utf8)
        }
        head.append("X-Request-Id: ")
        head.append(contentsOf: rest.requestID.utf8)
        head.append("\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n")
        head.append(contentsOf: rest.crossOrigin.utf8)
        head.append(contentsOf: dateLine)
    }

    /// Head and body in one buffer; `nil` when the system does not have the body in memory.
    private func copy(_ hit: AudioHits.Hit) -> ByteBuffer? {
        let count = hit.range.count
        var buffer = ByteBufferAllocator().buffer(capacity: head.count + count)
        buffer.writeBytes(head)
        guard count > 0 else { return buffer }
        let copied = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            let target = UnsafeMutableRawBufferPointer(rebasing: room.prefix(count))
            return hit.recording.copyIfInMemory(hit.range, to: target) ? count : 0
        }
        return copied == count ? buffer : nil
    }
}
