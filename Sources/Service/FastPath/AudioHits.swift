internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import Logging
internal import Recordings
internal import SliceCache

/// Decides whether an audio request can be answered at once, from memory and from a file that holds every byte of it; no I/O.
///
/// Checks the same things as ``AudioRoute``: signature, expiry, the user's right to the entry. What is not plainly a hit is left to the route, errors
/// included.
struct AudioHits: Sendable {
    private static let prefix = "/v1/audio/"

    let access: AudioAccess
    let cache: SliceCache
    let maximumAgeSeconds: Int
    let verified = VerifiedURLs()
    let logger: Logger
    let now: @Sendable () -> Date

    /// Whether the target is an audio URL at all; costs a comparison.
    static func concerns(_ target: String) -> Bool {
        target.utf8.starts(with: prefix.utf8)
    }

    /// The answer to a request, or `nil` to leave it to the ordinary route.
    func hit(target: String, isHead: Bool, conditions: RequestConditions) -> AudioHit? {
        guard let url = verified.parts(of: target, verify: verify) else { return nil }
        let seconds = Int64(now().timeIntervalSince1970)
        guard access.mayHear(url, now: seconds) else { return nil }
        let key = RecordingKey(entry: url.entry, recording: url.recording)
        guard let recording = cache.open(key, now: seconds) else { return nil }
        let decision = RangeDecision(
            isHead: isHead,
            conditions: conditions,
            representation: recording.representation,
            now: HTTPDate(unixSeconds: seconds)
        )
        if case .several = decision { return nil }
        let reply = AudioReply(
            isHead: isHead,
            decision: decision,
            facts: .init(
                representation: recording.representation,
                contentType: recording.validator.contentType,
                recording: url.recording,
                isDownload: false,
                maximumAgeSeconds: maximumAgeSeconds,
                ageSeconds: seconds - recording.createdAt,
                cacheStatus: AudioRoute.hitStatus,
                boundary: ""
            )
        )
        // HEAD is a hit only where GET would be one, so that both tell the same.
        let covered =
            switch decision {
            case .whole: 0..<recording.validator.sizeBytes
            case .single(let range): range
            case .several, .notModified, .preconditionFailed, .unsatisfiable: Int64(0)..<0
            }
        guard recording.isReady(covered) else { return nil }
        if case .audio(let range) = reply.body { return AudioHit(reply: reply, recording: recording, range: range) }
        return AudioHit(reply: reply, recording: recording, range: 0..<0)
    }

    /// Reads a target strictly as availability answers write it; whatever differs goes the ordinary way.
    private func verify(_ target: String) -> AudioURL? {
        guard target.utf8.count <= 1_024, let question = target.firstIndex(of: "?"), !target.contains("%") else { return nil }
        let parts = target[..<question].dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        let fields = target[target.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
        guard parts.count == 2, let recording = RecordingID(String(parts[1])), fields.count == 4,
            let user = Self.value(of: "user=", in: fields[0]), let exp = Self.value(of: "exp=", in: fields[1]),
            let expiresAt = Int64(exp), let keyID = Self.value(of: "kid=", in: fields[2]),
            let signature = Self.value(of: "sig=", in: fields[3]), !user.contains("+")
        else { return nil }
        let url = AudioURL(
            entry: CallRecIntGUID(String(parts[0])),
            recording: recording,
            username: user,
            expiresAt: expiresAt,
            keyID: keyID
        )
        return access.signer.isSigned(url, signature: signature) ? url : nil
    }

    /// The request's one log line, as the ordinary route writes it.
    func log(_ hit: AudioHit, target: String, isHead: Bool, requestID: String) {
        logger.info(
            "request",
            metadata: [
                "method": "\(isHead ? "HEAD" : "GET")", "path": "\(target.prefix { $0 != "?" })",
                "status": "\(hit.reply.status.code)", "milliseconds": "0.0", "request": "\(requestID)",
            ]
        )
    }

    private static func value(of name: String, in field: Substring) -> String? {
        field.hasPrefix(name) ? String(field.dropFirst(name.count)) : nil
    }
}
