internal import HTTPTypes
internal import NIOCore
internal import NIOHPACK
internal import PlaybackAudit

/// The same answers on a stream of HTTP/2.
extension AudioHitWriter {
    /// Writes a hit's header list and body, or its beginning, without flushing.
    ///
    /// - Parameters:
    ///   - hit: the answer.
    ///   - rest: the end of its head.
    ///   - stream: which asked.
    /// - Returns: what became of it.
    mutating func write(_ hit: AudioHits.Hit, _ rest: Rest, to stream: AudioStream) -> Outcome {
        guard hit.playback?.hold() ?? true else { return .refused }
        guard let playback = hit.playback, !hit.range.isEmpty else {
            stream.write(headers(of: hit, rest), isLast: true)
            hit.playback?.answered(hit.range, now: hit.at)
            return .written
        }
        let outcome =
            stream.takesAtOnce(hit.range.count)
            ? writeShort(hit, playback, rest, to: stream) : beginLong(hit, playback, rest, to: stream)
        if case .refused = outcome { playback.end(now: hit.at) }
        return outcome
    }

    private mutating func writeShort(
        _ hit: AudioHits.Hit,
        _ playback: OpenPlayback,
        _ rest: Rest,
        to stream: AudioStream
    ) -> Outcome {
        guard let bytes = hit.recording.copyIfInMemory(hit.range) else { return .refused }
        stream.write(headers(of: hit, rest), isLast: false)
        stream.write(bytes)
        playback.answered(hit.range, now: hit.at)
        return .written
    }

    /// Writes the head alone: the body follows as stream and connection take it.
    private mutating func beginLong(
        _ hit: AudioHits.Hit,
        _ playback: OpenPlayback,
        _ rest: Rest,
        to stream: AudioStream
    ) -> Outcome {
        let abort = stream.abort
        guard let answer = answers.begin(AnswerTerms(audio: hit.ready.url, address: rest.address), abort: abort) else {
            return .refused
        }
        stream.write(headers(of: hit, rest), isLast: false)
        stream.begin(bodyBytes: Int64(hit.range.count))
        playback.begin(hit.range, now: hit.at)
        return .begun(
            Body(rest: hit.range, ready: hit.ready, recording: hit.recording, playback: playback, answer: answer)
        )
    }

    /// All fields, those that the middleware and the server add to every answer at the end.
    private mutating func headers(of hit: AudioHits.Hit, _ rest: Rest) -> HPACKHeaders {
        var headers = hit.ready.fields.headers(hit.decision, ageSeconds: hit.ageSeconds)
        headers.add(name: "x-request-id", value: rest.requestID.text, indexing: .nonIndexable)
        for (name, value) in StandardFields.pairs { headers.add(name: name, value: value) }
        for field in rest.crossOrigin.fields(for: rest.origin, in: .audio) {
            headers.add(name: field.name.canonicalName, value: field.value)
        }
        headers.add(name: "date", value: date())
        return headers
    }
}
