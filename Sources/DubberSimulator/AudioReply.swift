import ByteRanges
import Foundation
import HTTPTypes

/// The answer for one recording's audio: the whole, one range, or a refusal, with the faults that change its head.
struct AudioReply: Sendable {
    /// What a changed ETag begins with.
    static let changedTagPrefix = "changed-"

    let content: AudioContent
    let lastModified: Date
    let effects: FaultEffects

    /// Decides by conditions and range; several ranges are answered with the whole, as S3 does.
    func reply(conditions: RequestConditions, path: String, now: Date) -> Reply {
        guard let tag = EntityTag(entityTag) else { return StoreError.noSuchKey.reply(path: path) }
        var conditions = conditions
        if effects.ignoresRange || effects.knowsNoRanges { conditions.range = nil }
        let representation = Representation(
            sizeBytes: content.sizeBytes,
            entityTag: tag,
            lastModified: Self.httpDate(lastModified)
        )
        let decision = RangeDecision(
            isHead: false,
            conditions: conditions,
            representation: representation,
            now: Self.httpDate(now)
        )
        switch decision {
        case .whole, .several:
            return Reply(status: .ok, headers: head, body: .audio(content, 0..<content.sizeBytes))
        case .single(let asked):
            let range = asked.prefix(effects.rangeCapBytes)
            var reply = Reply(status: .partialContent, headers: head, body: .audio(content, range))
            reply.headers[.contentRange] = contentRange(range).description
            return reply
        case .notModified:
            return Reply(status: .notModified, headers: head)
        case .preconditionFailed:
            return StoreError.preconditionFailed.reply(path: path)
        case .unsatisfiable:
            return StoreError.invalidRange(sizeBytes: content.sizeBytes).reply(path: path)
        }
    }

    private var head: HTTPFields {
        var head: HTTPFields = [
            .contentType: content.contentType,
            .eTag: entityTag,
            .lastModified: Self.httpDate(lastModified).description,
            .acceptRanges: effects.knowsNoRanges ? "none" : "bytes",
        ]
        if effects.claimsGzip { head[.contentEncoding] = "gzip" }
        return head
    }

    private var entityTag: String {
        effects.hasChangedETag ? "\"\(Self.changedTagPrefix)\(content.entityTag.dropFirst())" : content.entityTag
    }

    /// A wrong one is off by one byte and otherwise well-formed, the hardest kind to notice.
    private func contentRange(_ range: Range<Int64>) -> ContentRange {
        guard effects.hasWrongContentRange else { return .satisfied(range, sizeBytes: content.sizeBytes) }
        let shifted = range.lowerBound + 1..<range.upperBound + 1
        return .satisfied(shifted, sizeBytes: content.sizeBytes + 1)
    }

    private static func httpDate(_ date: Date) -> HTTPDate {
        HTTPDate(unixSeconds: Int64(date.timeIntervalSince1970.rounded(.down)))
    }
}

extension Range<Int64> {
    /// No more than so many bytes.
    fileprivate func prefix(_ count: Int64?) -> Range<Int64> {
        count.map { lowerBound..<Swift.min(upperBound, lowerBound + Swift.max(1, $0)) } ?? self
    }
}
