import ByteRanges
import Foundation
import HTTPTypes
import NIOCore

/// The object store that audio is fetched from, in the manner of S3.
///
/// Source: Dubber API, Audio: an S3-like store honours Range, sends ETag, and answers 403 once the URL has expired (D).
struct AudioStore: Sendable {
    let catalogue: Catalogue
    let presigned: PresignedURL
    let urlLifetimeSeconds: Int

    /// Path and query that fetch a recording's audio from now on.
    func presignedTarget(of recording: SimulatedRecording, account: Catalogue.Account, now: Date) -> String {
        let content = catalogue.audio(of: recording)
        let slug = account.account.slug.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let id = recording.id.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return presigned.target(
            path: "/store/\(account.region)/\(slug)/\(id).\(content?.fileExtension ?? "mp3")",
            region: account.region,
            contentType: content?.contentType ?? "audio/mpeg",
            issued: now,
            lifetimeSeconds: urlLifetimeSeconds
        )
    }

    /// Answers a request for audio.
    ///
    /// - Parameters:
    ///   - request: its target is judged as it came.
    ///   - region: from the path.
    ///   - slug: the account in the path.
    ///   - file: the recording's id with an extension.
    ///   - effects: the faults that the request meets.
    ///   - now: the simulator's clock.
    /// - Returns: the audio, or an XML error.
    func reply(
        to request: HTTPRequest,
        region: String,
        slug: String,
        file: String,
        effects: FaultEffects,
        now: Date
    ) -> Reply {
        let target = request.path ?? ""
        let path = String(target.prefix { $0 != "?" })
        switch presigned.verdict(target: target, now: now) {
        case .signatureMismatch: return StoreError.signatureMismatch.reply(path: path)
        case .expired: return StoreError.expired.reply(path: path)
        case .valid: break
        }
        // A URL that was signed for GET is not valid for anything else, HEAD included.
        guard request.method == .get else {
            var reply = StoreError.signatureMismatch.reply(path: path)
            if request.method == .head { reply.body = .bytes(ByteBuffer()) }
            return reply
        }
        guard !effects.isExpired else { return StoreError.expired.reply(path: path) }
        let id = file.prefix { $0 != "." }
        let recording = catalogue.account(region: region, slug: slug)?.recordings
            .first { $0.id == id && $0.isVisible(now: now) }
        guard let recording, let content = catalogue.audio(of: recording) else {
            return StoreError.noSuchKey.reply(path: path)
        }
        let reply = AudioReply(content: content, lastModified: recording.createdTime, effects: effects)
        let conditions = RequestConditions { name in HTTPField.Name(name).flatMap { request.headerFields[$0] } }
        return reply.reply(conditions: conditions, path: path, now: now)
    }
}
