/// How a GET or HEAD for audio is answered, by its conditions and ranges.
///
/// Source: RFC 9110 §13.2.2 (order of conditions), §14.2 (ranges apply to GET only).
package enum RangeDecision: Hashable, Sendable {
    /// 200.
    case whole
    /// 206 with one Content-Range.
    case single(Range<Int64>)
    /// 206 as `multipart/byteranges`.
    case several([Range<Int64>])
    /// 304.
    case notModified
    /// 412.
    case preconditionFailed
    /// 416.
    case unsatisfiable

    /// The status code, and its phrase for HTTP/1 (RFC 9110 §15).
    package var status: (code: Int, phrase: StaticString) {
        switch self {
        case .whole: (200, "OK")
        case .single, .several: (206, "Partial Content")
        case .notModified: (304, "Not Modified")
        case .preconditionFailed: (412, "Precondition Failed")
        case .unsatisfiable: (416, "Range Not Satisfiable")
        }
    }

    /// The bytes that an answer to GET begins with; `nil` where it carries none.
    package func firstRange(sizeBytes: Int64) -> Range<Int64>? {
        switch self {
        case .whole: 0..<sizeBytes
        case .single(let range): range
        case .several(let ranges): ranges.first
        case .notModified, .preconditionFailed, .unsatisfiable: nil
        }
    }

    /// Decides for one request.
    ///
    /// - Parameters:
    ///   - isHead: HEAD knows no ranges; it is answered like a GET of the whole.
    ///   - conditions: the request's headers.
    ///   - representation: the recording as it is now.
    ///   - now: to tell whether Last-Modified is a strong validator.
    package init(isHead: Bool, conditions: RequestConditions, representation: Representation, now: HTTPDate) {
        if let failure = Self.failedCondition(conditions, representation) {
            self = failure
            return
        }
        guard !isHead, let header = conditions.range, Self.ifRangeHolds(conditions.ifRange, representation, now: now)
        else {
            self = .whole
            return
        }
        switch RangeSelection(header, sizeBytes: representation.sizeBytes) {
        case .whole: self = .whole
        case .single(let range): self = .single(range)
        case .several(let ranges): self = .several(ranges)
        case .unsatisfiable: self = .unsatisfiable
        }
    }

    private static func failedCondition(
        _ conditions: RequestConditions,
        _ representation: Representation
    ) -> RangeDecision? {
        if let ifMatch = conditions.ifMatch {
            let matches =
                isAny(ifMatch) || EntityTag.list(ifMatch).contains { $0.matchesStrongly(representation.entityTag) }
            if !matches { return .preconditionFailed }
        } else if let limit = conditions.ifUnmodifiedSince.flatMap({ HTTPDate($0) }),
            let modified = representation.lastModified, modified > limit
        {
            return .preconditionFailed
        }
        if let ifNoneMatch = conditions.ifNoneMatch {
            let matches =
                isAny(ifNoneMatch)
                || EntityTag.list(ifNoneMatch).contains { $0.matchesWeakly(representation.entityTag) }
            return matches ? .notModified : nil
        }
        if let known = conditions.ifModifiedSince.flatMap({ HTTPDate($0) }), let modified = representation.lastModified
        {
            return modified <= known ? .notModified : nil
        }
        return nil
    }

    private static func isAny(_ value: String) -> Bool {
        value.trimmedOfSpace == "*"
    }

    /// A tag must match strongly; a date must match exactly and be strong, which takes a second's distance (RFC 9110 §8.8.2.2).
    private static func ifRangeHolds(_ value: String?, _ representation: Representation, now: HTTPDate) -> Bool {
        guard let value = value?.trimmedOfSpace else { return true }
        if let tag = EntityTag(value) { return tag.matchesStrongly(representation.entityTag) }
        guard let date = HTTPDate(value), let modified = representation.lastModified else { return false }
        return date == modified && modified.unixSeconds < now.unixSeconds
    }
}

extension String {
    /// Without the space and tabs that a field's value may have around it (RFC 9110 §5.5).
    fileprivate var trimmedOfSpace: String {
        let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let start = utf8.firstIndex { !isSpace($0) } ?? endIndex
        let end = utf8.lastIndex { !isSpace($0) }.map { utf8.index(after: $0) } ?? start
        return String(self[start..<end])
    }
}
