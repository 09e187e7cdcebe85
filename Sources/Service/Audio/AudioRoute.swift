internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Recordings
internal import Registry
internal import SliceCache

/// `GET|HEAD /v1/audio/{CallRecIntGUID}/{recordingID}`: the audio, as `range-conformance` says.
struct AudioRoute: Sendable {
    static let path: RouterPath = "/v1/audio/:entry/:recording"
    static let hitStatus = "playback-resolver; hit"
    private static let allowed = "GET, HEAD, OPTIONS"

    let access: AudioAccess
    let provider: any RecordingProvider
    let cache: SliceCache
    let playbacks: Playbacks
    let maximumAgeSeconds: Int
    let counters: LiveCounters
    let now: @Sendable () -> Date

    func add(to router: Router<ServiceRequestContext>) {
        router.on(Self.path, method: .get) { try await answer($0, $1) }
        router.on(Self.path, method: .head) { try await answer($0, $1) }
        router.on(Self.path, method: .options) { _, _ in
            Response(status: .noContent, headers: [.allow: Self.allowed], body: .init())
        }
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .connect, .trace] {
            router.on(Self.path, method: method) { _, _ -> Response in
                throw Problem(
                    status: 405,
                    code: "methodNotAllowed",
                    title: "Method not allowed",
                    detail: "Audio can only be read.",
                    headers: ["Allow": Self.allowed]
                )
            }
        }
    }

    private func answer(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let (key, entry) = try access.admit(request, context)
        let query = request.uri.queryParameters
        let playback = playbacks.enter(
            query["sig"] == nil ? "token \(context.token?.name ?? "")" : "user \(query["user"] ?? "")"
        )
        if case .full = playback { throw Playbacks.tooMany }
        let origin = provider.audioOrigin(of: key.recording, entry: entry)
        let listener = LiveListeners.key(
            user: query["user"].map(String.init),
            entry: key.entry,
            recording: key.recording
        )
        counters.listeners.heard(listener, now: Int64(now().timeIntervalSince1970))
        let watch = AudioWatch(counters: counters, listener: listener, now: now)
        let isDownload = query["download"] == "1"
        var response: Response
        do {
            response = try await answer(request, key: key, origin: origin, isDownload: isDownload, watch: watch)
        } catch SliceCacheError.changed {
            // Replaced at the provider before the first byte: nothing of the old version was sent, so begin again, once.
            response = try await answer(request, key: key, origin: origin, isDownload: isDownload, watch: watch)
        }
        // The playback lasts until its last byte is sent, or nobody takes them any more.
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { withExtendedLifetime(playback) {} }
            try await body.write(writer)
        }
        return response
    }

    private func answer(
        _ request: Request,
        key: RecordingKey,
        origin: any AudioOrigin,
        isDownload: Bool,
        watch: AudioWatch
    ) async throws -> Response {
        let isHead = request.method == .head
        let conditions = RequestConditions(request.headers)
        let wasKnown = cache.standing(of: key) != nil
        let visit = try await cache.visit(key, origin: origin, first: UpstreamRange(isHead: isHead, conditions))
        let recording = visit.recording
        let seconds = Int64(now().timeIntervalSince1970)
        let decision = RangeDecision(
            isHead: isHead,
            conditions: conditions,
            representation: recording.representation,
            now: HTTPDate(unixSeconds: seconds)
        )
        let fill = Self.fill(recording, decision, wasKnown: wasKnown)
        let reply = AudioReply(
            isHead: isHead,
            decision: decision,
            facts: .init(
                representation: recording.representation,
                contentType: recording.validator.contentType,
                recording: key.recording,
                isDownload: isDownload,
                maximumAgeSeconds: maximumAgeSeconds,
                ageSeconds: seconds - recording.createdAt,
                cacheStatus: Self.cacheStatus(fill),
                boundary: "part-\(String(UInt64.random(in: .min ... .max), radix: 36))"
            )
        )
        let body = try await AudioBody.prepare(reply.body, of: visit, watch: watch)
        counters.answered(fill)
        return Response(status: reply.status, headers: reply.headers, body: body)
    }

    /// Source: RFC 9211.
    private static func cacheStatus(_ fill: LiveCounters.Fill) -> String {
        switch fill {
        case .hit: hitStatus
        case .partial: "playback-resolver; fwd=partial"
        case .miss: "playback-resolver; fwd=uri-miss"
        }
    }

    private static func fill(
        _ recording: CachedRecording,
        _ decision: RangeDecision,
        wasKnown: Bool
    ) -> LiveCounters.Fill {
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

extension RequestConditions {
    fileprivate init(_ headers: HTTPFields) {
        self.init(
            range: headers[.range],
            ifRange: headers[.ifRange],
            ifMatch: headers[.ifMatch],
            ifNoneMatch: headers[.ifNoneMatch],
            ifModifiedSince: headers[.ifModifiedSince],
            ifUnmodifiedSince: headers[.ifUnmodifiedSince]
        )
    }
}

extension UpstreamRange {
    /// What to ask of the store when nothing is known of the recording yet, so that the first reply brings what the listener wants.
    fileprivate init(isHead: Bool, _ conditions: RequestConditions) {
        let first = conditions.range.flatMap { RangeHeader($0)?.specs.first }
        switch first {
        case _ where isHead: self = .firstSlice
        case .from(let position, through: nil)?: self = .from(position)
        case .from(let position, through: let last?)?: self = .bytes(position..<(last == .max ? last : last + 1))
        case .last(let count)?: self = .last(count)
        case nil: self = .from(0)
        }
    }
}
