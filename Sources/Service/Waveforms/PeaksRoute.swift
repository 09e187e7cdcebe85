internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit
internal import Recordings
internal import SliceCache
internal import Waveform

/// `GET|HEAD /v1/audio/{CallRecIntGUID}/{recordingID}/peaks`: what it takes to draw a recording's waveform, for whoever may hear it.
struct PeaksRoute: Sendable {
    let access: AudioAccess
    let provider: any RecordingProvider
    let cache: SliceCache
    let waveforms: WaveformMaker
    let audit: PlaybackAudit
    let metrics: ServiceMetrics
    let lane: WorkLane
    let maximumAgeSeconds: Int
    let now: @Sendable () -> Date

    var endpoints: [Endpoint] {
        let peaks = Endpoint(
            .init(
                .get,
                "/v1/audio/{entry}/{recording}/peaks",
                "What it takes to draw a recording's waveform.",
                for: .signedURL,
                query: AudioRequest.signedFields + [PeakCount.field],
                ignoresOtherNames: true
            ),
            answer: answer
        )
        return [peaks, peaks.head]
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
        let count = try PeakCount(query)
        let origin = provider.audioOrigin(of: asked.key.recording, entry: entry)
        do {
            return try await answer(request, asked, origin: origin, count: count)
        } catch WaveformFailure.cache(.changed) {
            // Replaced at the provider on the way: the new version has a waveform of its own.
            return try await answer(request, asked, origin: origin, count: count)
        }
    }

    /// Takes note that somebody looks, before there is anything to see; a `HEAD` shows nothing.
    ///
    /// - Throws: `AuditError` when it cannot be noted: then nothing is shown.
    private func noteLooking(_ request: Request, _ asked: AudioRequest, at visit: AudioVisit) async throws {
        guard request.method != .head else { return }
        while true {
            let sizeBytes = visit.recording.validator.sizeBytes
            let looking = try await audit.open(asked.looking, sizeBytes: sizeBytes, range: 0..<0)
            // Over since: opened anew.
            guard looking.hold() else { continue }
            looking.answered(0..<0, now: now())
            metrics.peaksAnswered(entry: asked.key.entry)
            return
        }
    }

    private func answer(
        _ request: Request,
        _ asked: AudioRequest,
        origin: any AudioOrigin,
        count: PeakCount
    ) async throws -> Response {
        let visit = try await cache.visit(asked.key, origin: origin, first: .from(0))
        let tag = count.entityTag(of: visit.recording.representation.entityTag)
        var fields: HTTPFields = [
            .cacheControl: "private, no-transform, max-age=\(maximumAgeSeconds)", .vary: "Origin",
        ]
        if let tag {
            fields[.eTag] = tag.description
            let decision = RangeDecision(
                isHead: true,
                conditions: .init(ifMatch: request.headers[.ifMatch], ifNoneMatch: request.headers[.ifNoneMatch]),
                representation: Representation(sizeBytes: 0, entityTag: tag, lastModified: nil),
                now: HTTPDate(unixSeconds: 0)
            )
            switch decision {
            case .notModified:
                try await noteLooking(request, asked, at: visit)
                return Response(status: .notModified, headers: fields)
            case .preconditionFailed: return Response(status: .preconditionFailed, headers: fields)
            case .whole, .single, .several, .unsatisfiable: break
            }
        }
        let waveform: Waveform
        if let kept = try await lane.run({ try await waveforms.keptWaveform(of: visit.recording) }) {
            waveform = kept
        } else {
            // Who leaves on the way is noticed only by reading on, after which the connection cannot be used for more.
            fields[.connection] = "close"
            waveform = try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await waveforms.waveform(of: visit)
            }
        }
        try await noteLooking(request, asked, at: visit)
        let body = try await lane.run {
            ByteBuffer(
                bytes: try JSONAnswer.encoder.encode(PeaksDocument(waveform, of: asked.key.recording, count: count))
            )
        }
        fields[.contentType] = "application/json"
        fields[.contentLength] = String(body.readableBytes)
        let isHead = request.method == .head
        return Response(
            status: .ok,
            headers: fields,
            body: isHead ? ResponseBody() : ResponseBody(byteBuffer: body)
        )
    }
}
