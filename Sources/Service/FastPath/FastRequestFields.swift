internal import ByteRanges
internal import NIOHTTP1

/// The header fields of a request that the fast path understands, read in one pass.
struct FastRequestFields {
    private(set) var conditions = RequestConditions()
    private(set) var requestID: String?
    /// The origin of the page that asks, where its browser says.
    private(set) var origin: String?

    /// `nil` where a field asks for something that only the ordinary route does, or comes twice, which it joins.
    init?(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            switch name.utf8.count {
            case 5 where name.isSame(as: "range"):
                guard conditions.range == nil else { return nil }
                conditions.range = value
            case 6 where name.isSame(as: "origin"):
                guard origin == nil else { return nil }
                origin = value
            case 8 where name.isSame(as: "if-range"):
                guard conditions.ifRange == nil else { return nil }
                conditions.ifRange = value
            case 8 where name.isSame(as: "if-match"):
                guard conditions.ifMatch == nil else { return nil }
                conditions.ifMatch = value
            case 13 where name.isSame(as: "if-none-match"):
                guard conditions.ifNoneMatch == nil else { return nil }
                conditions.ifNoneMatch = value
            case 17 where name.isSame(as: "if-modified-since"):
                guard conditions.ifModifiedSince == nil else { return nil }
                conditions.ifModifiedSince = value
            case 19 where name.isSame(as: "if-unmodified-since"):
                guard conditions.ifUnmodifiedSince == nil else { return nil }
                conditions.ifUnmodifiedSince = value
            case 12 where name.isSame(as: "x-request-id"):
                requestID = RequestIDs.sane(value)
            case 10 where name.isSame(as: "connection"):
                guard value.isSame(as: "keep-alive") else { return nil }
            case 6 where name.isSame(as: "expect"), 7 where name.isSame(as: "upgrade"),
                13 where name.isSame(as: "authorization"), 14 where name.isSame(as: "content-length"),
                17 where name.isSame(as: "transfer-encoding"):
                return nil
            default:
                continue
            }
        }
    }
}

extension String {
    /// Compares ASCII without regard to case; `other` is in lower case.
    fileprivate func isSame(as other: StaticString) -> Bool {
        guard utf8.count == other.utf8CodeUnitCount else { return false }
        var index = 0
        for byte in utf8 {
            let wanted = other.utf8Start[index]
            guard byte == wanted || byte | 0x20 == wanted && wanted >= UInt8(ascii: "a") else { return false }
            index += 1
        }
        return true
    }
}
