internal import ByteRanges
package import Transport

/// What to make of the store's reply to a request for audio; pure.
///
/// Every reply is held against what was asked and against the first reply for the recording. What does not fit is refused, and nothing of it is
/// stored.
package enum SliceReplyCheck: Hashable, Sendable {
    /// The body holds exactly `body`, which lies in a recording described by the validator.
    case accepted(AudioValidator, body: Range<Int64>)
    /// 416: nothing of what was asked exists; the size where the store says it.
    case unsatisfiable(sizeBytes: Int64?)
    /// 403: the presigned address has expired.
    case expired
    /// 404 or 410.
    case missing
    /// Good in itself, but not the version that is being read.
    case changed(AudioValidator)
    /// The store failed or cannot be trusted.
    case refused(Refusal)

    /// Why a reply is refused; the raw value is the stable word for logs.
    package enum Refusal: String, Hashable, Sendable {
        /// A status that has no place here.
        case status
        /// No, a malformed or another Content-Range than was asked for.
        case contentRange
        /// The size is not told, or larger than allowed.
        case size
        /// A Content-Encoding.
        case encoding
        /// Something other than audio, such as an HTML page.
        case notAudio
        /// A Content-Length that does not fit the Content-Range.
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
    ///   - isAudio: whether its bytes are known to be audio, whatever the store calls them.
    package init(
        status: Int,
        headers: HTTPHeaders,
        asked: UpstreamRange,
        path: some StringProtocol,
        expected: AudioValidator?,
        maximumBytes: Int64,
        isAudio: Bool = false
    ) {
        switch status {
        case 200, 206:
            self = Self.content(status, headers, asked, path, expected, maximumBytes)
            // What agrees with the version that is being read is audio however this host labels it.
            if case .accepted = self, expected == nil, !isAudio, AudioType.Label(headers.all("content-type")) == .other
            {
                self = .refused(.notAudio)
            }
        case 416:
            let position = headers["content-range"].flatMap { ContentRange($0) }
            if case .unsatisfied(let sizeBytes) = position {
                self = .unsatisfiable(sizeBytes: sizeBytes)
            } else {
                self = .unsatisfiable(sizeBytes: nil)
            }
        case 403:
            self = .expired
        case 404, 410:
            self = .missing
        default:
            self = .refused(.status)
        }
    }

    private static func content(
        _ status: Int,
        _ headers: HTTPHeaders,
        _ asked: UpstreamRange,
        _ path: some StringProtocol,
        _ expected: AudioValidator?,
        _ maximumBytes: Int64
    ) -> SliceReplyCheck {
        if let encoding = headers["content-encoding"], encoding.lowercased() != "identity" {
            return .refused(.encoding)
        }
        let lengthBytes: Int64?
        if let text = headers["content-length"] {
            // Int64 would take a sign as well.
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int64(text) else {
                return .refused(.length)
            }
            lengthBytes = length
        } else {
            lengthBytes = nil
        }
        let body: Range<Int64>
        let sizeBytes: Int64
        if status == 200 {
            // A store without ranges sends everything; the caller takes out what it asked for.
            guard let lengthBytes else { return .refused(.size) }
            (body, sizeBytes) = (0..<lengthBytes, lengthBytes)
        } else {
            guard asked.header != nil,
                case .satisfied(let range, let size?) = headers["content-range"].flatMap({ ContentRange($0) }),
                range == asked.range(sizeBytes: size)
            else { return .refused(.contentRange) }
            guard lengthBytes == nil || lengthBytes == Int64(range.count) else { return .refused(.length) }
            (body, sizeBytes) = (range, size)
        }
        guard sizeBytes <= maximumBytes else { return .refused(.size) }
        let tag = headers["etag"].flatMap { EntityTag($0) }
        let validator = AudioValidator(
            sizeBytes: sizeBytes,
            upstreamTag: tag.flatMap { $0.isWeak ? nil : $0 },
            lastModified: headers["last-modified"].flatMap { HTTPDate($0) },
            type: type(headers, path)
        )
        if let expected, !validator.agrees(with: expected) {
            // A page that tells of an error is no new version.
            return AudioType.Label(headers.all("content-type")) == .other ? .refused(.notAudio) : .changed(validator)
        }
        return .accepted(validator, body: body)
    }

    /// What the store says, or else the file name's ending.
    private static func type(_ headers: HTTPHeaders, _ path: some StringProtocol) -> AudioType {
        if case .audio(let type) = AudioType.Label(headers.all("content-type")) { return type }
        return AudioType(endingOf: path)
    }
}
