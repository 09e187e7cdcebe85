internal import ByteRanges
internal import HTTPTypes
internal import NIOHPACK

/// The header list of every answer that a fully cached recording can be given on a stream of HTTP/2, prepared but for what varies.
///
/// Made from ``AudioReply`` like ``ReadyHead``, so that all ways of answering say the same. What differs from answer to answer, or from recording to recording,
/// is kept out of the connection's table of fields, where it would push out what does not.
struct ReadyFields {
    /// Status and fields up to Cache-Control, of the whole and of a part.
    private let whole: HPACKHeaders
    private let part: HPACKHeaders
    private let beforeAge: HPACKHeaders
    private let afterLength: HPACKHeaders
    private let sizeBytes: Int64
    private let freshSeconds: Int64

    /// Prepares the fields of a recording.
    ///
    /// - Parameter facts: of the recording; the age does not matter.
    init(_ facts: AudioReply.Facts) {
        let reply = AudioReply(isHead: false, decision: .whole, facts: facts)
        let varying: Set<HTTPField.Name> = [.cacheControl, .age, .contentLength]
        let before = reply.fields.prefix { !varying.contains($0.name) }
        beforeAge = Self.headers(before)
        whole = Self.headers(RangeDecision.whole.status.code, beforeAge)
        part = Self.headers(RangeDecision.single(0..<1).status.code, beforeAge)
        afterLength = Self.headers(reply.fields.dropFirst(before.count).filter { !varying.contains($0.name) })
        sizeBytes = facts.representation.sizeBytes
        freshSeconds = Int64(facts.freshSeconds)
    }

    private static func headers(_ fields: some Sequence<(name: HTTPField.Name, value: String)>) -> HPACKHeaders {
        let ofRecording: Set<HTTPField.Name> = [.eTag, .lastModified]
        var headers = HPACKHeaders()
        for (name, value) in fields {
            let indexing: HPACKIndexing = ofRecording.contains(name) ? .nonIndexable : .indexable
            headers.add(name: name.canonicalName, value: value, indexing: indexing)
        }
        return headers
    }

    private static func headers(_ status: Int, _ fields: HPACKHeaders) -> HPACKHeaders {
        var headers = HPACKHeaders([(":status", String(status))])
        headers.add(contentsOf: fields)
        return headers
    }

    /// The status and all fields of ``AudioReply``, in the same order.
    ///
    /// - Parameters:
    ///   - decision: anything but several ranges.
    ///   - ageSeconds: the value of Age.
    /// - Returns: the beginning of a header list.
    func headers(_ decision: RangeDecision, ageSeconds: Int64) -> HPACKHeaders {
        var headers =
            switch decision {
            case .whole: whole
            case .single: part
            default: Self.headers(decision.status.code, beforeAge)
            }
        headers.reserveCapacity(Self.usualCount)
        let age = max(0, ageSeconds)
        let maximumAge = AudioReply.maximumAgeSeconds(ageSeconds: age, freshSeconds: freshSeconds)
        headers.add(name: "cache-control", value: AudioReply.cacheControl + String(maximumAge))
        headers.add(name: "age", value: String(age), indexing: .nonIndexable)
        switch decision {
        case .whole, .several:
            addLength(sizeBytes, to: &headers)
            headers.add(contentsOf: afterLength)
        case .single(let range):
            addLength(Int64(range.count), to: &headers)
            headers.add(contentsOf: afterLength)
            addRange(.satisfied(range, sizeBytes: sizeBytes), to: &headers)
        case .preconditionFailed:
            addLength(0, to: &headers)
        case .unsatisfiable:
            addLength(0, to: &headers)
            addRange(.unsatisfied(sizeBytes: sizeBytes), to: &headers)
        case .notModified:
            break
        }
        return headers
    }

    /// Enough for the fields of an answer to a page of another origin.
    private static let usualCount = 24

    private func addLength(_ bytes: Int64, to headers: inout HPACKHeaders) {
        headers.add(name: "content-length", value: String(bytes), indexing: .nonIndexable)
    }

    private func addRange(_ range: ContentRange, to headers: inout HPACKHeaders) {
        headers.add(name: "content-range", value: range.description, indexing: .nonIndexable)
    }
}
