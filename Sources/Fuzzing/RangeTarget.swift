internal import ByteRanges

/// Range and the conditions around it.
struct RangeTarget: FuzzTarget {
    private static let sizes: [Int64] = [0, 1, 2, 65_535, 65_536, 1_472_000, 1 << 40, .max]

    let corpus = FuzzCorpus(
        seeds: [
            "bytes=0-", "bytes=0-1", "bytes=-5", "bytes=65536-131071", "bytes=0-0,2-3,-1", "bytes=1-2, 5-6 ,9-",
            "bytes 0-1/2", "bytes */100", "bytes=9223372036854775806-9223372036854775807", "items=0-1",
            "\"abc\", W/\"def\", *", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ],
        tokens: [
            "bytes=", "-", ",", "0-", "-1", "*/", "/", "=", "W/", "\"", "*", "GMT", ":", "9223372036854775807", " ",
        ]
    )

    func broken(by input: [UInt8]) async -> String? {
        let text = String(decoding: input, as: UTF8.self)
        _ = ContentRange(text)
        _ = EntityTag(text)
        _ = HTTPDate(text)
        guard let tag = EntityTag("\"a\""), let date = HTTPDate("Sun, 06 Nov 1994 08:49:37 GMT") else {
            return "no tag"
        }
        let size = Self.sizes[input.count % Self.sizes.count]
        let representation = Representation(sizeBytes: size, entityTag: tag, lastModified: date)
        var all = RequestConditions(range: text, ifRange: text, ifMatch: text, ifNoneMatch: text)
        all.ifModifiedSince = text
        all.ifUnmodifiedSince = text
        for conditions in [
            RequestConditions(range: text), all, RequestConditions(range: "bytes=0-1", ifRange: text),
            RequestConditions(ifNoneMatch: text), RequestConditions(ifMatch: text),
        ] {
            let decision = RangeDecision(
                isHead: false,
                conditions: conditions,
                representation: representation,
                now: date
            )
            if let problem = problem(decision, size: size) { return problem }
        }
        return nil
    }

    private func problem(_ decision: RangeDecision, size: Int64) -> String? {
        let ranges: [Range<Int64>] =
            switch decision {
            case .single(let range): [range]
            case .several(let ranges): ranges
            case .whole, .notModified, .preconditionFailed, .unsatisfiable: []
            }
        for range in ranges where range.isEmpty || range.lowerBound < 0 || range.upperBound > size {
            return "\(range) of \(size) bytes"
        }
        if case .several(let ranges) = decision {
            let multipart = MultipartByteRanges(
                ranges: ranges,
                sizeBytes: size,
                contentType: "audio/mpeg",
                boundary: "part"
            )
            if multipart.pieces.isEmpty { return "no pieces" }
        }
        return nil
    }
}
