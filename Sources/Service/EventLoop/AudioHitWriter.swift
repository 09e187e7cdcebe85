internal import ByteRanges
internal import Foundation
internal import NIOCore
internal import PlaybackAudit
internal import SliceCache

/// Writes a hit's head and body, as bytes or as frames of a stream; for one event loop.
///
/// Head and body, or its beginning, go to the socket in one system call, past NIO, when nothing else waits for the socket. What the socket does not take, and
/// the rest of a longer body, is sent as it takes it (``AudioSender``).
struct AudioHitWriter {
    /// Bodies up to this many bytes are copied when the socket is not free; longer ones wait for it, and for a place among the user's playbacks.
    static let longestCopiedBytes = 64 << 10

    let answers: AnswersUnderWay
    let now: @Sendable () -> Date
    /// Of the answer being written; its memory is used again for the next.
    private var head: [UInt8] = []
    private var dateSeconds: Int64 = -1
    private var dateText = ""

    init(answers: AnswersUnderWay, now: @escaping @Sendable () -> Date) {
        self.answers = answers
        self.now = now
    }

    /// The end of a head, which differs from request to request.
    struct Rest {
        let requestID: RequestID
        /// What browsers are told, and the page's origin, where its browser says.
        let crossOrigin: CrossOriginRules
        let origin: String?
        /// Of whoever asks, without a port.
        let address: String
        /// Whether it goes through TLS.
        let isSecure: Bool
    }

    enum Outcome {
        /// On its way; nothing is left to flush.
        case sent
        /// To be flushed.
        case written
        /// Begun: the rest of the head, if any, is written, the rest of the body to be sent.
        case begun(Body)
        /// Nothing was written: the ordinary route can answer.
        case refused
    }

    /// The body of an answer that is begun, to be sent from its file.
    struct Body {
        let rest: Range<Int64>
        let ready: ReadyTarget
        let recording: CachedRecording
        let playback: OpenPlayback
        /// Held until the body has gone.
        let answer: AnswersUnderWay.Answer?
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
        head.removeAll(keepingCapacity: true)
        hit.ready.head.write(hit.decision, ageSeconds: hit.ageSeconds, to: &head)
        write(rest)
        guard let playback = hit.playback, !hit.range.isEmpty else { return writeHead(hit, to: context) }
        guard playback.hold() else { return .refused }
        let outcome =
            hit.range.count <= Self.longestCopiedBytes
            ? writeShort(hit, playback, rest, to: context, socket)
            : beginLong(hit, playback, rest, to: context, socket)
        if case .refused = outcome { playback.end(now: hit.at) }
        return outcome
    }

    /// An answer without a body.
    private func writeHead(_ hit: AudioHits.Hit, to context: ChannelHandlerContext) -> Outcome {
        guard hit.playback?.hold() ?? true else { return .refused }
        context.write(NIOAny(IOData.byteBuffer(ByteBuffer(bytes: head))), promise: nil)
        hit.playback?.answered(hit.range, now: hit.at)
        return .written
    }

    /// Hands head and body to the socket itself: the system copies the body from its own memory, once.
    private func writeShort(
        _ hit: AudioHits.Hit,
        _ playback: OpenPlayback,
        _ rest: Rest,
        to context: ChannelHandlerContext,
        _ socket: CInt?
    ) -> Outcome {
        if let socket, let taken = send(hit.range, of: hit.recording, to: socket), taken > 0 {
            guard taken < head.count + hit.range.count else {
                playback.answered(hit.range, now: hit.at)
                return .sent
            }
            // Begun already: short as it is, it goes on where it is one too many, too.
            let answer = answer(hit, rest, to: context)
            playback.begin(hit.range, now: hit.at)
            return goOn(with: hit, after: taken, playback, answer, to: context)
        }
        guard let copy = copy(hit) else { return .refused }
        context.write(NIOAny(IOData.byteBuffer(copy)), promise: nil)
        playback.answered(hit.range, now: hit.at)
        return .written
    }

    /// Hands head and first piece to the socket, if it takes them now; what is not in memory is left to the ordinary route, which can wait for a disk.
    private func beginLong(
        _ hit: AudioHits.Hit,
        _ playback: OpenPlayback,
        _ rest: Rest,
        to context: ChannelHandlerContext,
        _ socket: CInt?
    ) -> Outcome {
        guard let answer = answer(hit, rest, to: context) else { return .refused }
        let first = hit.range.lowerBound..<min(hit.range.upperBound, hit.range.lowerBound + ReadyAudio.pieceBytes)
        var taken = 0
        if let socket {
            guard let sent = send(first, of: hit.recording, to: socket) else { return .refused }
            taken = sent
        }
        playback.begin(hit.range, now: hit.at)
        return goOn(with: hit, after: taken, playback, answer, to: context)
    }

    /// Counts an answer that will last; `nil` when it is one too many.
    private func answer(
        _ hit: AudioHits.Hit,
        _ rest: Rest,
        to context: ChannelHandlerContext
    ) -> AnswersUnderWay.Answer? {
        let connection = AudioConnection(channel: context.channel)
        return answers.begin(AnswerTerms(audio: hit.ready.url, address: rest.address)) { connection.abort() }
    }

    /// - Returns: how many bytes of head and piece the socket took; `nil` when the piece may not be in memory.
    private func send(_ piece: Range<Int64>, of recording: CachedRecording, to socket: CInt) -> Int? {
        head.withUnsafeBytes { recording.sendIfInMemory($0, piece, to: socket) }
    }

    /// Writes what is left of the head after so many bytes of head and body were taken.
    private func goOn(
        with hit: AudioHits.Hit,
        after taken: Int,
        _ playback: OpenPlayback,
        _ answer: AnswersUnderWay.Answer?,
        to context: ChannelHandlerContext
    ) -> Outcome {
        if taken < head.count {
            context.write(NIOAny(IOData.byteBuffer(ByteBuffer(bytes: head.dropFirst(taken)))), promise: nil)
        }
        let start = hit.range.lowerBound + Int64(max(0, taken - head.count))
        playback.sent(hit.range.lowerBound..<start, now: hit.at)
        return .begun(
            Body(
                rest: start..<hit.range.upperBound,
                ready: hit.ready,
                recording: hit.recording,
                playback: playback,
                answer: answer
            )
        )
    }

    /// The fields that the middleware and the server add to every answer, in their order.
    private mutating func write(_ rest: Rest) {
        head.append("X-Request-Id: ")
        rest.requestID.write(to: &head)
        head.append("\r\n")
        head.append(contentsOf: rest.isSecure ? StandardFields.secureLines : StandardFields.lines)
        head.append(contentsOf: rest.crossOrigin.audioLines(for: rest.origin).utf8)
        head.append("Date: ")
        head.append(contentsOf: date().utf8)
        head.append("\r\n\r\n")
    }

    /// The value of Date, made once in a second.
    mutating func date() -> String {
        let seconds = Int64(time(nil))
        if seconds != dateSeconds {
            dateSeconds = seconds
            dateText = HTTPDate(unixSeconds: seconds).description
        }
        return dateText
    }

    /// Head and body in one buffer; `nil` when the system does not have the body in memory.
    private func copy(_ hit: AudioHits.Hit) -> ByteBuffer? {
        hit.recording.copyIfInMemory(hit.range, after: head)
    }
}
