package import ByteRanges

/// The header fields of a request for audio that the fast path understands.
package struct AudioRequestFields: Sendable {
    package private(set) var conditions = RequestConditions()
    /// The client's own id of the request, where it is sane.
    package private(set) var requestID: String?
    /// The origin of the page that asks, where its browser says.
    package private(set) var origin: String?
    /// Whom proxies say that they forward for, field by field; `nil` where none does.
    private(set) var forwardedFor: [String]?
    private(set) var forwarded: [String]?
    private(set) var hasHost = false
    private var hasRange = false
    private var hasRequestID = false
    private var count = 0

    /// Whether a proxy, or somebody in its name, says whom it forwards for.
    var isForwarded: Bool { forwardedFor != nil || forwarded != nil }

    /// Takes a field, whose name has no case.
    ///
    /// - Returns: `false` where it asks for something that only the ordinary route does, or comes twice, which that joins or refuses, or where there
    ///   are too many.
    mutating func take(_ name: Span<UInt8>, _ value: Span<UInt8>) -> Bool {
        count += 1
        guard count <= RequestTerms.maximumHeaderFields else { return false }
        switch name.count {
        case 4 where name.isSame(as: "host"):
            defer { hasHost = true }
            return !hasHost && value.allSatisfy(RequestPath.isHostByte)
        case 5 where name.isSame(as: "range"):
            defer { hasRange = true }
            conditions.range = RangeHeader(value)
            return !hasRange
        case 6 where name.isSame(as: "origin"):
            return Self.set(&origin, value)
        case 8 where name.isSame(as: "if-range"):
            return Self.set(&conditions.ifRange, value)
        case 8 where name.isSame(as: "if-match"):
            return Self.set(&conditions.ifMatch, value)
        case 13 where name.isSame(as: "if-none-match"):
            return Self.set(&conditions.ifNoneMatch, value)
        case 17 where name.isSame(as: "if-modified-since"):
            return Self.set(&conditions.ifModifiedSince, value)
        case 19 where name.isSame(as: "if-unmodified-since"):
            return Self.set(&conditions.ifUnmodifiedSince, value)
        case 12 where name.isSame(as: "x-request-id"):
            defer { hasRequestID = true }
            requestID = RequestID.sane(Self.text(value))
            return !hasRequestID
        case 15 where name.isSame(as: "x-forwarded-for"):
            forwardedFor = (forwardedFor ?? []) + [Self.text(value)]
            return true
        case 9 where name.isSame(as: "forwarded"):
            forwarded = (forwarded ?? []) + [Self.text(value)]
            return true
        case 10 where name.isSame(as: "connection"):
            return value.isSame(as: "keep-alive")
        case 6 where name.isSame(as: "expect"), 7 where name.isSame(as: "upgrade"),
            13 where name.isSame(as: "authorization"), 14 where name.isSame(as: "content-length"),
            17 where name.isSame(as: "transfer-encoding"):
            return false
        default:
            return true
        }
    }

    private static func set(_ field: inout String?, _ value: Span<UInt8>) -> Bool {
        guard field == nil else { return false }
        field = text(value)
        return true
    }

    private static func text(_ value: Span<UInt8>) -> String {
        value.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

extension Span<UInt8> {
    fileprivate func allSatisfy(_ isRight: (UInt8) -> Bool) -> Bool {
        for index in indices where !isRight(self[index]) { return false }
        return true
    }

    /// Compares ASCII without regard to case; `other` is in lower case.
    fileprivate func isSame(as other: StaticString) -> Bool {
        guard count == other.utf8CodeUnitCount else { return false }
        for index in indices {
            let (byte, wanted) = (self[index], other.utf8Start[index])
            guard byte == wanted || byte | 0x20 == wanted && wanted >= UInt8(ascii: "a") else { return false }
        }
        return true
    }
}
