internal import ByteRanges
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit
internal import SliceCache

/// Audio whose store does not tell its size, answered while it comes: whole, without a length and without ranges.
extension AudioRoute {
    /// What is noted of a recording whose size is not known when its playback begins.
    private static let unknownSizeBytes: Int64 = 0

    func answerGrowing(
        _ stay: SliceCache.Stay,
        _ asked: AudioRequest,
        _ place: AnswersUnderWay.Answer,
        _ context: ServiceRequestContext,
        watch: AudioWatch,
        since start: ContinuousClock.Instant
    ) async throws -> Response {
        guard case .growing(let visit) = stay else { throw SliceCacheError.storeRefused }
        let playback = asked.playback
        let reply = AudioReply(
            growing: visit.audio,
            recording: playback.recording,
            isDownload: playback.isDownload,
            cacheStatus: Self.cacheStatus(.miss)
        )
        // Whatever fails up to the first bytes is told with a status.
        let first = try await context.timing.measure("firstByte") { try await visit.next(as: ByteBuffer.self) }
        let answer = AudioAnswer(
            audit: audit,
            key: playback,
            sizeBytes: Self.unknownSizeBytes,
            range: 0..<Int64(first?.readableBytes ?? 0),
            right: try access.right(of: asked),
            watch: watch,
            place: place,
            whenPlaying: whenPlaying(asked),
            now: now
        )
        try await context.timing.measure("audit") { try await answer.open() }
        metrics.audioAnswered(entry: playback.entry, .miss, after: ContinuousClock.now - start)
        return Response(
            status: reply.status,
            headers: reply.headers,
            body: Self.body(first, of: visit, to: answer)
        )
    }

    /// The body: in chunks, of which the last comes only when the recording has come whole, or ended by the connection for HTTP/1.0.
    private static func body(_ first: ByteBuffer?, of visit: GrowingVisit, to answer: AudioAnswer) -> ResponseBody {
        ResponseBody(contentLength: nil) { writer in
            let playback = try await answer.begin()
            let notes = answer.notes(of: playback)
            answer.whenPlaying()
            do {
                try await answer.watch.during {
                    var next = first
                    var sent: Int64 = 0
                    while let bytes = next {
                        try notes.right.check()
                        let end = sent + Int64(bytes.readableBytes)
                        notes.sent(sent..<end)
                        try await writer.write(bytes)
                        sent = end
                        next = try await visit.next(as: ByteBuffer.self)
                    }
                    try await writer.finish(nil)
                }
            } catch {
                let cause = notes.right.cause(of: error)
                playback.end(failure: answer.watch.counters.brokeOff(by: cause), now: answer.now())
                throw error
            }
            playback.end(now: answer.now())
        }
    }
}

extension SliceCache.UnsizedTaking {
    /// Who asks for everything, or for everything from the first byte on as players do, can be given it as it comes.
    ///
    /// A condition, another range and HEAD wait for what they are judged by. HEAD is not answered without it: GET would tell something else a moment later.
    init(isHead: Bool, _ conditions: RequestConditions) {
        let isWhole = conditions.range.map { $0.only == .from(0, through: nil) } ?? true
        let isConditional =
            conditions.ifMatch != nil || conditions.ifNoneMatch != nil || conditions.ifModifiedSince != nil
            || conditions.ifUnmodifiedSince != nil
        if isHead || conditions.ifMatch != nil {
            self = .never
        } else {
            self = isWhole && !isConditional ? .atOnce : .afterWaiting
        }
    }
}
