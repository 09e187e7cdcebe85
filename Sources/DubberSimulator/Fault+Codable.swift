extension Fault: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, region, times, status, code, isHTML, masheryCode, retryAfterSeconds
        case milliseconds, bytesPerSecond, seconds, bytes, missingBytes, items, above
        case requestKind = "on"
    }

    /// The kinds' names on the wire.
    package enum Name: String, Codable, CaseIterable, Sendable {
        case down, error, slowFirstByte, slowBody, tokenRefused, bearerRefused, lateListing, resetAfter, shortBody
        case ignoredRange, wrongContentRange, changedETag, earlyExpiry, noRangeSupport, noLength, cappedRange
        case gzipContentEncoding, cappedPage, refusedCount
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try Self.kind(container)
        region = try container.decodeIfPresent(String.self, forKey: .region)
        requestKind = try container.decodeIfPresent(RequestKind.self, forKey: .requestKind)
        times = try container.decodeIfPresent(Int.self, forKey: .times)
    }

    private static func kind(_ container: KeyedDecodingContainer<CodingKeys>) throws -> Kind {
        func amount<Number: Decodable & BinaryInteger>(_ key: CodingKeys) throws -> Number {
            let number = try container.decode(Number.self, forKey: key)
            guard number >= 0 else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "Not negative.")
            }
            return number
        }
        return switch try container.decode(Name.self, forKey: .kind) {
        case .down: .down
        case .error: .error(try errorFault(container))
        case .slowFirstByte: .slowFirstByte(milliseconds: try amount(.milliseconds))
        case .slowBody: .slowBody(bytesPerSecond: try amount(.bytesPerSecond))
        case .tokenRefused: .tokenRefused
        case .bearerRefused: .bearerRefused
        case .lateListing: .lateListing(seconds: try amount(.seconds))
        case .resetAfter: .resetAfter(bytes: try amount(.bytes))
        case .shortBody: .shortBody(missingBytes: try amount(.missingBytes))
        case .ignoredRange: .ignoredRange
        case .wrongContentRange: .wrongContentRange
        case .changedETag: .changedETag
        case .earlyExpiry: .earlyExpiry
        case .noRangeSupport: .noRangeSupport
        case .noLength: .noLength
        case .cappedRange: .cappedRange(bytes: max(1, try amount(.bytes)))
        case .gzipContentEncoding: .gzipContentEncoding
        case .cappedPage: .cappedPage(items: try amount(.items))
        case .refusedCount: .refusedCount(above: try amount(.above))
        }
    }

    private static func errorFault(_ container: KeyedDecodingContainer<CodingKeys>) throws -> ErrorFault {
        let status = try container.decode(Int.self, forKey: .status)
        guard (400...599).contains(status) else {
            throw DecodingError.dataCorruptedError(forKey: .status, in: container, debugDescription: "400 to 599.")
        }
        return ErrorFault(
            status: status,
            code: try container.decodeIfPresent(Int.self, forKey: .code),
            isHTML: try container.decodeIfPresent(Bool.self, forKey: .isHTML) ?? false,
            masheryCode: try container.decodeIfPresent(String.self, forKey: .masheryCode),
            retryAfterSeconds: try container.decodeIfPresent(Int.self, forKey: .retryAfterSeconds)
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(region, forKey: .region)
        try container.encodeIfPresent(requestKind, forKey: .requestKind)
        try container.encodeIfPresent(times, forKey: .times)
        try container.encode(name, forKey: .kind)
        switch kind {
        case .error(let fault):
            try container.encode(fault.status, forKey: .status)
            try container.encodeIfPresent(fault.code, forKey: .code)
            try container.encode(fault.isHTML, forKey: .isHTML)
            try container.encodeIfPresent(fault.masheryCode, forKey: .masheryCode)
            try container.encodeIfPresent(fault.retryAfterSeconds, forKey: .retryAfterSeconds)
        case .slowFirstByte(let milliseconds): try container.encode(milliseconds, forKey: .milliseconds)
        case .slowBody(let bytesPerSecond): try container.encode(bytesPerSecond, forKey: .bytesPerSecond)
        case .lateListing(let seconds): try container.encode(seconds, forKey: .seconds)
        case .resetAfter(let bytes), .cappedRange(let bytes): try container.encode(bytes, forKey: .bytes)
        case .cappedPage(let items): try container.encode(items, forKey: .items)
        case .refusedCount(let above): try container.encode(above, forKey: .above)
        case .shortBody(let missingBytes): try container.encode(missingBytes, forKey: .missingBytes)
        case .down, .tokenRefused, .bearerRefused, .ignoredRange, .wrongContentRange, .changedETag, .earlyExpiry,
            .noRangeSupport, .noLength, .gzipContentEncoding:
            break
        }
    }

    package var name: Name {
        switch kind {
        case .down: .down
        case .error: .error
        case .slowFirstByte: .slowFirstByte
        case .slowBody: .slowBody
        case .tokenRefused: .tokenRefused
        case .bearerRefused: .bearerRefused
        case .lateListing: .lateListing
        case .resetAfter: .resetAfter
        case .shortBody: .shortBody
        case .ignoredRange: .ignoredRange
        case .wrongContentRange: .wrongContentRange
        case .changedETag: .changedETag
        case .earlyExpiry: .earlyExpiry
        case .noRangeSupport: .noRangeSupport
        case .noLength: .noLength
        case .cappedRange: .cappedRange
        case .gzipContentEncoding: .gzipContentEncoding
        case .cappedPage: .cappedPage
        case .refusedCount: .refusedCount
        }
    }
}
