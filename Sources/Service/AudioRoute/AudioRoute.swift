internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit
internal import Recordings
internal import Registry
internal import SliceCache

/// `GET|HEAD /v1/audio/{CallRecIntGUID}/{recordingID}`: the audio, as `range-conformance` says.
struct AudioRoute: Sendable {
    private static let tooMany = Problem(
        status: 429,
        code: "tooManyPlaybacks",
        title: "Too many playbacks",
        detail:
            "As many playbacks are under way as the user, the address or this URL may have; stop one, or try again soon.",
        isRetryable: true,
        retryAfterSeconds: 5
    )

    let access: AudioAccess
    let provider: any RecordingProvider
    let cache: SliceCache
    let answers: AnswersUnderWay
    let audit: PlaybackAudit
    let metrics: ServiceMetrics
    let maximumAgeSeconds: Int
    let counters: ServiceCounters
    let now: @Sendable () -> Date

    var endpoints: [Endpoint] {
        let audio = Endpoint(
            .init(
                .get,
                AudioURL.route,
                "A recording's audio, whole or in ranges.",
                for: .signedURL,
                query: AudioRequest.fields,
                ignoresOtherNames: true,
                answers: ["audio/*", "multipart/byteranges"]
            ),
            answer: answer
        )
        return [audio, audio.head]
    }

    private func answer(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ query: QueryValues
    ) async throws -> Response {
        let asked = try AudioRequest(context, query)
        let entry: IntegrationEntry
        do {
            entry = try access.admit(asked)
        } catch {
            audit.notPlayed(asked, error, isProven: error.isOfProvenUser)
            throw error
        }
        let connection = context.connection
        guard let place = answers.begin(try asked.terms(), abort: { connection.abort() }) else {
            audit.notPlayed(asked, Self.tooMany, isProven: asked.query.sig != nil)
            throw Self.tooMany
        }
        let listener = Listeners.key(user: asked.query.user, entry: asked.key.entry, recording: asked.key.recording)
        counters.listeners.heard(listener, now: Int64(now().timeIntervalSince1970))
        let watch = AudioWatch(counters: counters, listener: listener, now: now)
        let origin = provider.audioOrigin(of: asked.key.recording, entry: entry)
        var response: Response
        do {
            do {
                response = try await answer(request, context, asked, place, origin: origin, watch: watch)
            } catch SliceCacheError.changed {
                // Replaced at the provider before the first byte: nothing of the old version was sent, so begin again, once. What the old
                // version's hosts had to say does not count for the new one.
                let origin = provider.audioOrigin(of: asked.key.recording, entry: entry)
                response = try await answer(request, context, asked, place, origin: origin, watch: watch)
            }
        } catch {
            if request.method != .head { audit.notPlayed(asked, error, isProven: asked.query.sig != nil) }
            throw error
        }
        // The playback lasts until its last byte is sent, or nobody takes them any more.
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { withExtendedLifetime(place) {} }
            try await body.write(writer)
        }
        return response
    }

    private func answer(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ asked: AudioRequest,
        _ place: AnswersUnderWay.Answer,
        origin: any AudioOrigin,
        watch: AudioWatch
    ) async throws -> Response {
        let playback = asked.playback
        let key = asked.key
        let isHead = request.method == .head
        let conditions = RequestConditions { name in HTTPField.Name(name).flatMap { request.headers[$0] } }
        let wasKnown = cache.standing(of: key) != nil
        let start = ContinuousClock.now
        let timing = context.timing
        let early = EarlyNote()
        let stay = try await timing.measure("open") {
            try await cache.stay(
                key,
                origin: origin,
                first: UpstreamRange(isHead: isHead, conditions),
                unsized: .init(isHead: isHead, conditions)
            ) {
                if !isHead { begin(early, playback, conditions, of: $0) }
            }
        }
        guard case .known(let visit) = stay else {
            return try await answerGrowing(stay, asked, place, context, watch: watch, since: start)
        }
        let recording = visit.recording
        let seconds = Int64(now().timeIntervalSince1970)
        let decision = RangeDecision(
            isHead: isHead,
            conditions: conditions,
            representation: recording.representation,
            now: HTTPDate(unixSeconds: seconds)
        )
        let fill = Self.fill(recording, decision, wasKnown: wasKnown)
        let reply = reply(decision, isHead: isHead, visit.recording, asked, Self.cacheStatus(fill), seconds: seconds)
        let body = try await timing.measure("firstByte") { try await AudioBody.prepare(reply.body, of: visit) }
        guard !isHead, body.firstRange != nil || decision == .notModified else {
            return Response(status: reply.status, headers: reply.headers, body: ResponseBody())
        }
        let answer = AudioAnswer(
            audit: audit,
            early: early,
            key: playback,
            sizeBytes: recording.validator.sizeBytes,
            range: body.firstRange ?? 0..<0,
            right: try access.right(of: asked),
            watch: watch,
            place: place,
            whenPlaying: whenPlaying(asked),
            now: now
        )
        try await timing.measure("audit") { try await answer.open() }
        guard body.firstRange != nil else {
            try await answer.begin().end(now: now())
            return Response(status: reply.status, headers: reply.headers, body: ResponseBody())
        }
        metrics.audioAnswered(entry: key.entry, fill, after: ContinuousClock.now - start)
        return Response(
            status: reply.status,
            headers: reply.headers,
            body: body.response(to: answer, on: context.connection)
        )
    }

    /// Status, headers and plan of an answer about a recording that is known.
    private func reply(
        _ decision: RangeDecision,
        isHead: Bool,
        _ recording: CachedRecording,
        _ asked: AudioRequest,
        _ cacheStatus: String,
        seconds: Int64
    ) -> AudioReply {
        AudioReply(
            isHead: isHead,
            decision: decision,
            facts: .init(
                representation: recording.representation,
                contentType: recording.validator.contentType,
                recording: asked.key.recording,
                isDownload: asked.playback.isDownload,
                freshSeconds: maximumAgeSeconds,
                ageSeconds: seconds - recording.createdAt,
                cacheStatus: cacheStatus,
                boundary: "part-\(String(UInt64.random(in: .min ... .max), radix: 36))"
            )
        )
    }

    /// Grants the time of grace, once bytes go.
    func whenPlaying(_ asked: AudioRequest) -> @Sendable () -> Void {
        { [grace = access.grace, now] in
            if let url = asked.signedURL { grace.note(url, now: Int64(now().timeIntervalSince1970)) }
        }
    }

    /// Begins to note a playback of a recording that the store has just told of; what answers it waits for the same note.
    ///
    /// Not a promise: should the audio not come after all, the note tells of a playback without bytes.
    private func begin(
        _ early: EarlyNote,
        _ playback: PlaybackKey,
        _ conditions: RequestConditions,
        of representation: Representation
    ) {
        let decision = RangeDecision(
            isHead: false,
            conditions: conditions,
            representation: representation,
            now: HTTPDate(unixSeconds: Int64(now().timeIntervalSince1970))
        )
        guard let range = decision.firstRange(sizeBytes: representation.sizeBytes), !range.isEmpty else { return }
        early.begin(audit, playback, sizeBytes: representation.sizeBytes, range: range)
    }

    /// Source: RFC 9211.
    static func cacheStatus(_ fill: AudioFill) -> String {
        switch fill {
        case .hit: AudioReply.hitStatus
        case .partial: "playback-resolver; fwd=partial"
        case .miss: "playback-resolver; fwd=uri-miss"
        }
    }

    private static func fill(
        _ recording: CachedRecording,
        _ decision: RangeDecision,
        wasKnown: Bool
    ) -> AudioFill {
        let isCovered =
            switch decision {
            case .whole: recording.covers(0..<recording.validator.sizeBytes)
            case .single(let range): recording.covers(range)
            case .several(let ranges): ranges.allSatisfy { recording.covers($0) }
            case .notModified, .preconditionFailed, .unsatisfiable: wasKnown
            }
        if isCovered, wasKnown { return .hit }
        return wasKnown ? .partial : .miss
    }
}

extension Problem {
    /// Whether the signature was right, and only the right was lacking.
    var isOfProvenUser: Bool {
        code == AudioAccess.notPermittedCode || code == AudioAccess.expiredCode
    }
}

extension UpstreamRange {
    /// What to ask of the store when nothing is known of the recording yet, so that the first reply brings what the listener wants.
    fileprivate init(isHead: Bool, _ conditions: RequestConditions) {
        switch conditions.range?.specs.first {
        case _ where isHead: self = .firstSlice
        case .from(let position, through: nil)?: self = .from(position)
        case .from(let position, through: let last?)?: self = .bytes(position..<(last == .max ? last : last + 1))
        case .last(let count)?: self = .last(count)
        case nil: self = .from(0)
        }
    }
}
