internal import ByteRanges
package import Transport

/// What to make of the store's reply to a request for audio; pure.
///
/// Every reply is held against what was asked and against the first reply for the recording. What does not fit is refused, and nothing of it is
/// stored.
package enum SliceReplyCheck: Hashable, Sendable {
    /// The body holds exactly `body`, which lies in a recording described by the validator; a store that caps its answers ends it earlier than asked.
    case accepted(AudioValidator, body: Range<Int64>)
    /// The body is the whole recording, whose size is known when it has come.
    case unsized(UnsizedAudio)
    /// 416: nothing of what was asked exists; the size where the store says it.
    case unsatisfiable(sizeBytes: Int64?)
    /// The presigned address has expired, or what signed it: 403 at most stores, 400 and 401 of those signed by a role or a token, 419.
    case expired
    /// 410: the address has expired, or the recording is gone; a fresh address tells which.
    case gone
    /// 404.
    case missing
    /// The store does not serve at the moment, and when it will where it says so.
    case busy(retryAfterSeconds: Int?)
    /// Good in itself, but not the version that is being read.
    case changed
    /// The store failed or cannot be trusted.
    case refused(Refusal)

    /// Why a reply is refused; the raw value is the stable word for logs.
    package enum Refusal: String, Hashable, Sendable {
        /// A status that has no place here.
        case status
        /// No, a malformed or another Content-Range than was asked for.
        case contentRange
        /// The recording is larger than allowed.
        case size
        /// A Content-Encoding.
        case encoding
        /// Something other than audio, such as an HTML page.
        case notAudio
        /// A Content-Length that is none, contradicts itself or does not fit the Content-Range.
        case length
    }

    /// Judges a reply's head.
    ///
    /// - Parameters:
    ///   - status: the reply's status.
    ///   - headers: the reply's header fields.
    ///   - asked: what was asked for.
    ///   - path: the address's path, for its file name's ending.
    ///   - expected: the validator of the version being read, if there is one already.
    ///   - maximumBytes: the longest recording that is accepted.
    ///   - endsWithConnection: whether a body without a length cannot be told from one that was cut off.
    ///   - unixNow: seconds since 1970.
    ///   - isAudio: whether its bytes are known to be audio, whatever the store calls them.
    ///   - isBesideNothing: whether no other bytes of the version are kept that these would come to lie beside.
    package init(
        status: Int,
        headers: HTTPHeaders,
        asked: UpstreamRange,
        path: some StringProtocol,
        expected: AudioValidator?,
        maximumBytes: Int64,
        endsWithConnection: Bool = false,
        unixNow: Int64 = 0,
        isAudio: Bool = false,
        isBesideNothing: Bool = false
    ) {
        switch status {
        case 200, 206:
            self = Self.content(status, headers, asked, path, expected, maximumBytes, endsWithConnection)
            // Nothing that is told would differ of another version.
            if status == 200, case .accepted(let validator, _) = self, expected != nil, !isBesideNothing,
                !validator.isRecognisable, case .success(nil) = Self.length(headers)
            {
                self = .changed
            }
            // What agrees with the version that is being read is audio however this host labels it.
            if expected == nil, !isAudio, isContent, AudioType.Label(headers.all("content-type")) == .other {
                self = .refused(.notAudio)
            }
        case 416:
            self = Self.unsatisfied(headers, asked, expected)
        case 404:
            self = .missing
        case 410:
            self = .gone
        case _ where Self.expiredStatuses.contains(status):
            self = .expired
        case _ where Self.isBusy(status):
            self = .busy(retryAfterSeconds: RetryAfter.seconds(headers, unixNow: unixNow))
        default:
            self = .refused(.status)
        }
    }

    private var isContent: Bool {
        switch self {
        case .accepted, .unsized: true
        default: false
        }
    }

    /// Source: S3 (403; 400 `ExpiredToken` for addresses that a role signed), Google Cloud Storage (400, 401), links of media services (401, 419).
    private static let expiredStatuses: Set = [400, 401, 403, 419]

    /// Whether the same request may be answered otherwise in a moment.
    ///
    /// Source: RFC 9110, 15.5.9 and 15.6; RFC 8470, 5.2 (425); RFC 6585, 4 (429). Of the other 5xx those that say what the server cannot do at all stay
    /// refusals; the rest are networks' own words for a store that does not answer them.
    private static func isBusy(_ status: Int) -> Bool {
        switch status {
        case 408, 425, 429: true
        case 501, 505, 506, 508, 510, 511: false
        default: (500...599).contains(status)
        }
    }

    /// What was asked of a version that is known exists in it: where the store says otherwise, it holds another one.
    private static func unsatisfied(
        _ headers: HTTPHeaders,
        _ asked: UpstreamRange,
        _ expected: AudioValidator?
    ) -> SliceReplyCheck {
        var told: Int64?
        if case .success(let text) = headers.repeated("content-range"),
            case .unsatisfied(let sizeBytes) = ContentRange(text)
        {
            told = sizeBytes
        }
        if let expected, !asked.range(sizeBytes: expected.sizeBytes).isEmpty {
            return told == expected.sizeBytes ? .refused(.contentRange) : .changed
        }
        return .unsatisfiable(sizeBytes: told)
    }

    private static func content(
        _ status: Int,
        _ headers: HTTPHeaders,
        _ asked: UpstreamRange,
        _ path: some StringProtocol,
        _ expected: AudioValidator?,
        _ maximumBytes: Int64,
        _ endsWithConnection: Bool
    ) -> SliceReplyCheck {
        if headers.isBodyEncoded { return .refused(.encoding) }
        // Several parts where one was asked for: their borders would be taken for audio.
        if AudioType.isMultipart(headers.all("content-type")) { return .refused(.notAudio) }
        let length = length(headers)
        guard case .success(let lengthBytes) = length else { return .refused(.length) }
        let facts = UnsizedAudio(headers, path: path, isEndTold: !endsWithConnection)
        let body: Range<Int64>
        let sizeBytes: Int64
        if status == 200 {
            // A store without ranges sends everything; the caller takes out what it asked for.
            guard let told = lengthBytes ?? expected?.sizeBytes else { return .unsized(facts) }
            (body, sizeBytes) = (0..<told, told)
        } else {
            guard asked.header != nil, case .success(let text) = headers.repeated("content-range"),
                case .satisfied(let range, let size?) = ContentRange(text)
            else { return .refused(.contentRange) }
            let wanted = asked.range(sizeBytes: size)
            guard range.lowerBound == wanted.lowerBound, range.upperBound <= wanted.upperBound else {
                return .refused(.contentRange)
            }
            guard lengthBytes == nil || lengthBytes == Int64(range.count) else { return .refused(.length) }
            (body, sizeBytes) = (range, size)
        }
        guard sizeBytes <= maximumBytes else { return .refused(.size) }
        let validator = facts.validator(sizeBytes: sizeBytes)
        if let expected, !validator.agrees(with: expected) {
            // A page that tells of an error is no new version.
            return AudioType.Label(headers.all("content-type")) == .other ? .refused(.notAudio) : .changed
        }
        return .accepted(validator, body: body)
    }

    /// The body's length, where it is told and counts: a body in chunks ends with them (RFC 9112, 6.3).
    private static func length(_ headers: HTTPHeaders) -> Result<Int64?, HTTPHeaders.ContradictoryField> {
        guard headers["transfer-encoding"] == nil, let field = headers.repeated("content-length") else {
            return .success(nil)
        }
        return field.flatMap { text in
            // Int64 would take a sign as well.
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int64(text) else {
                return .failure(HTTPHeaders.ContradictoryField())
            }
            return .success(length)
        }
    }
}
