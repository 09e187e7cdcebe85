/// Something that goes wrong on purpose, for one region or all, until cleared or for a number of requests.
///
/// As JSON: the kind and its values beside the rest, such as
/// `{"kind": "error", "status": 403, "code": 1021, "region": "uk1", "on": "recordings", "times": 2}`.
package struct Fault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The connection is closed without an answer.
        case down
        /// An error instead of the answer.
        case error(ErrorFault)
        /// The answer begins late.
        case slowFirstByte(milliseconds: Int)
        /// The body flows at this speed.
        case slowBody(bytesPerSecond: Int64)
        /// The token endpoint refuses the credentials.
        case tokenRefused
        /// API calls find the token expired (401, code 1038).
        case bearerRefused
        /// A list page holds no more than so many items, whatever `count` asks for; nothing tells so (D).
        case cappedPage(items: Int)
        /// A `count` above this is an invalid parameter (D).
        case refusedCount(above: Int)
        /// Recordings appear later than usual.
        case lateListing(seconds: Int)
        /// The connection is reset after so many bytes of the body.
        case resetAfter(bytes: Int64)
        /// The body ends so many bytes before its Content-Length.
        case shortBody(missingBytes: Int64)
        /// 200 with the whole audio where a range was asked for; Accept-Ranges is still announced.
        case ignoredRange
        /// Content-Range names other bytes than the body holds.
        case wrongContentRange
        /// The audio's ETag is another one than before.
        case changedETag
        /// Presigned URLs are expired already.
        case earlyExpiry
        /// The store knows no ranges: 200, `Accept-Ranges: none`.
        case noRangeSupport
        /// The store knows no ranges and tells no length: 200 in chunks.
        case noLength
        /// A range is answered with no more than so many bytes of it.
        case cappedRange(bytes: Int64)
        /// `Content-Encoding: gzip` is announced; the bytes stay as they are, since no reader of audio should look
        /// further.
        case gzipContentEncoding
    }

    package var kind: Kind
    /// `nil`: every region.
    package var region: String?
    /// `nil`: every request that the kind can happen to.
    package var requestKind: RequestKind?
    /// For how many requests more; `nil`: until cleared.
    package var times: Int?

    package init(_ kind: Kind, region: String? = nil, on requestKind: RequestKind? = nil, times: Int? = nil) {
        self.kind = kind
        self.region = region
        self.requestKind = requestKind
        self.times = times
    }

    /// Whether a request meets this fault.
    package func concerns(_ kind: RequestKind, region: String) -> Bool {
        guard self.region == nil || self.region == region else { return false }
        return requestKind.map { $0 == kind } ?? self.kind.usualRequests.contains(kind)
    }
}

extension Fault.Kind {
    /// The requests that the kind happens to unless one is named.
    var usualRequests: Set<RequestKind> {
        switch self {
        case .down, .error, .slowFirstByte, .slowBody: Set(RequestKind.allCases)
        case .tokenRefused: [.token]
        case .bearerRefused: [.profile, .recordings, .recording, .other]
        case .cappedPage, .refusedCount: [.recordings]
        case .lateListing: [.recordings, .recording]
        case .resetAfter, .shortBody, .ignoredRange, .wrongContentRange, .changedETag, .earlyExpiry, .noRangeSupport,
            .noLength, .cappedRange, .gzipContentEncoding:
            [.audio]
        }
    }
}
