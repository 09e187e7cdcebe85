internal import Foundation
internal import Transport

/// What of an answer decides what it means.
package struct ReplyFacts: Sendable, Hashable {
    package let status: Int
    /// `X-Mashery-Error-Code`.
    package let gatewayCode: String?
    /// `Retry-After` as it came.
    package let retryAfter: String?
    /// `Date` as it came.
    package let date: String?
    package let contentEncoding: String?
    package let body: [UInt8]

    package init(
        status: Int,
        gatewayCode: String? = nil,
        retryAfter: String? = nil,
        date: String? = nil,
        contentEncoding: String? = nil,
        body: [UInt8] = []
    ) {
        self.status = status
        self.gatewayCode = gatewayCode
        self.retryAfter = retryAfter
        self.date = date
        self.contentEncoding = contentEncoding
        self.body = body
    }

    /// `Retry-After` in seconds (RFC 9110, 10.2.3), also as a date with an offset, as the API writes its own; `nil` when absent or not understood.
    package func retryAfterSeconds(nowSince1970: Double) -> Int? {
        guard let retryAfter else {
            return nil
        }
        var fields = [(name: "Retry-After", value: retryAfter)]
        if let date {
            fields.append((name: "Date", value: date))
        }
        let unixNow = Int64(nowSince1970.rounded(.down))
        if let seconds = RetryAfter.seconds(HTTPHeaders(fields), unixNow: unixNow) {
            return seconds
        }
        guard let moment = RFC2822Date.date(from: retryAfter) else {
            return nil
        }
        let seconds = (moment.timeIntervalSince1970 - nowSince1970).rounded(.up)
        return Int(min(max(seconds, 0), Double(RetryAfter.maximumSeconds)))
    }

    /// Whether the body cannot be read as it came.
    var isEncoded: Bool {
        contentEncoding.map { HTTPHeaders([(name: "Content-Encoding", value: $0)]).isBodyEncoded } ?? false
    }
}
