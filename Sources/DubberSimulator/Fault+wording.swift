extension Fault.Name {
    /// What happens, in a few words.
    package var summary: String {
        switch self {
        case .down: "the connection is closed without an answer"
        case .error: "an error instead of the answer"
        case .slowFirstByte: "the answer begins late"
        case .slowBody: "the body flows slowly"
        case .tokenRefused: "the credentials are refused"
        case .bearerRefused: "API calls find the token expired"
        case .lateListing: "recordings appear later than usual"
        case .resetAfter: "the connection is reset within the audio"
        case .shortBody: "the audio ends before its Content-Length"
        case .ignoredRange: "200 with the whole audio for a range"
        case .wrongContentRange: "Content-Range names other bytes"
        case .changedETag: "the audio's ETag is another one"
        case .earlyExpiry: "the audio's URLs are expired already"
        case .noRangeSupport: "the store knows no ranges"
        case .noLength: "the store knows no ranges and tells no length"
        case .cappedRange: "a range is answered in part"
        case .gzipContentEncoding: "gzip is announced, of plain bytes"
        case .cappedPage: "a list page holds no more items, whatever count asks for"
        case .refusedCount: "a larger count is refused"
        }
    }

    /// The values that it needs beside its kind, as they stand in the JSON; empty for none.
    package var values: String {
        switch self {
        case .error: #""status":403,"code":1021"#
        case .slowFirstByte: #""milliseconds":2000"#
        case .slowBody: #""bytesPerSecond":8000"#
        case .lateListing: #""seconds":30"#
        case .resetAfter, .cappedRange: #""bytes":65536"#
        case .shortBody: #""missingBytes":100"#
        case .cappedPage: #""items":100"#
        case .refusedCount: #""above":100"#
        case .down, .tokenRefused, .bearerRefused, .ignoredRange, .wrongContentRange, .changedETag, .earlyExpiry,
            .noRangeSupport, .noLength, .gzipContentEncoding:
            ""
        }
    }

    /// A fault of the kind as `POST /admin/faults` takes it.
    package var example: String {
        #"{"kind":"\#(rawValue)"\#(values.isEmpty ? "" : "," + values)}"#
    }
}
