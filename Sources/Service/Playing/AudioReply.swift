internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import Recordings
internal import SliceCache

/// Status, headers and body plan of an audio answer; pure, and the same whichever way the bytes are sent.
///
/// Source: `range-conformance`, cases 1 to 47.
struct AudioReply: Sendable {
    /// What the body is made of.
    enum Body: Hashable, Sendable {
        case none
        case audio(Range<Int64>)
        case multipart(MultipartByteRanges)
    }

    let status: HTTPResponse.Status
    /// The header fields in the order they are sent.
    let fields: [(name: HTTPField.Name, value: String)]
    let body: Body

    private static let cacheStatus = HTTPField.Name("Cache-Status")
    /// The value of Cache-Status for what is wholly from the cache (RFC 9211).
    static let hitStatus = "playback-resolver; hit"
    /// The value of Cache-Control up to the number that ends it.
    static let cacheControl = "private, no-transform, max-age="

    /// Whether an answer is audio wholly from the cache.
    static func isHit(_ fields: HTTPFields) -> Bool {
        cacheStatus.map { fields[$0] == hitStatus } ?? false
    }

    /// The value of max-age, counted from the same moment as the age, or what has been here for long would be stale when it arrives (RFC 9111 §4.2).
    ///
    /// It rises by fifteenths of the URL's lifetime, so that answers that follow each other say the same.
    static func maximumAgeSeconds(ageSeconds: Int64, freshSeconds: Int64) -> Int64 {
        let stepSeconds = max(1, freshSeconds / 15)
        return freshSeconds + ageSeconds - ageSeconds % stepSeconds
    }

    /// What an answer depends on besides the request's conditions.
    struct Facts: Sendable {
        let representation: Representation
        let contentType: String
        let recording: RecordingID
        let isDownload: Bool
        /// How long a listener's own cache may keep it, from now on.
        let freshSeconds: Int
        /// Since the first bytes came to the cache.
        let ageSeconds: Int64
        /// The value of Cache-Status (RFC 9211).
        let cacheStatus: String
        /// For `multipart/byteranges`.
        let boundary: String
    }

    init(isHead: Bool, decision: RangeDecision, facts: Facts) {
        let representation = facts.representation
        var fields: [(name: HTTPField.Name, value: String)] = []
        fields.reserveCapacity(13)
        fields.append((.eTag, representation.entityTag.description))
        fields.append((.acceptRanges, "bytes"))
        fields.append((.vary, "Origin"))
        fields.append((.contentSecurityPolicy, StandardFields.contentPolicy))
        if let modified = representation.lastModified { fields.append((.lastModified, modified.description)) }
        if let name = Self.cacheStatus { fields.append((name, facts.cacheStatus)) }
        let age = max(0, facts.ageSeconds)
        let maximumAge = Self.maximumAgeSeconds(ageSeconds: age, freshSeconds: Int64(facts.freshSeconds))
        fields.append((.cacheControl, Self.cacheControl + String(maximumAge)))
        fields.append((.age, String(age)))

        status = HTTPResponse.Status(code: decision.status.code)
        var body = Body.none
        func describe(lengthBytes: Int64, type: String) {
            fields.append((.contentLength, String(lengthBytes)))
            fields.append((.contentType, type))
            fields.append(
                (
                    .contentDisposition,
                    Self.disposition(
                        AudioType(mediaType: facts.contentType),
                        facts.recording,
                        isDownload: facts.isDownload
                    )
                )
            )
        }
        switch decision {
        case .whole:
            describe(lengthBytes: representation.sizeBytes, type: facts.contentType)
            body = .audio(0..<representation.sizeBytes)
        case .single(let range):
            describe(lengthBytes: Int64(range.count), type: facts.contentType)
            let position = ContentRange.satisfied(range, sizeBytes: representation.sizeBytes)
            fields.append((.contentRange, position.description))
            body = .audio(range)
        case .several(let ranges):
            let multipart = MultipartByteRanges(
                ranges: ranges,
                sizeBytes: representation.sizeBytes,
                contentType: facts.contentType,
                boundary: facts.boundary
            )
            describe(lengthBytes: multipart.lengthBytes, type: multipart.contentType)
            body = .multipart(multipart)
        case .notModified:
            break
        case .preconditionFailed:
            fields.append((.contentLength, "0"))
        case .unsatisfiable:
            fields.append((.contentLength, "0"))
            let size = ContentRange.unsatisfied(sizeBytes: representation.sizeBytes)
            fields.append((.contentRange, size.description))
        }
        self.fields = fields
        self.body = isHead ? .none : body
    }

    /// The answer with audio whose size is not known yet: it may yet turn out not to be whole, so that nobody is to keep it.
    init(growing audio: UnsizedAudio, recording: RecordingID, isDownload: Bool, cacheStatus: String) {
        status = .ok
        var fields: [(name: HTTPField.Name, value: String)] = [
            (.acceptRanges, "none"), (.cacheControl, "private, no-transform, no-store"), (.vary, "Origin"),
            (.contentSecurityPolicy, StandardFields.contentPolicy),
        ]
        if let name = Self.cacheStatus { fields.append((name, cacheStatus)) }
        fields.append((.contentType, audio.type.mediaType))
        fields.append((.contentDisposition, Self.disposition(audio.type, recording, isDownload: isDownload)))
        self.fields = fields
        body = .none
    }

    /// The header fields for the ordinary route.
    var headers: HTTPFields {
        var headers = HTTPFields()
        for field in fields { headers[field.name] = field.value }
        return headers
    }

    /// `inline`, or for downloads a name in both forms (RFC 6266).
    private static func disposition(_ type: AudioType, _ recording: RecordingID, isDownload: Bool) -> String {
        guard isDownload else { return "inline" }
        let name = "recording-\(recording)\(type.fileEnding)"
        return "attachment; filename=\"\(name)\"; filename*=UTF-8''\(name)"
    }
}
