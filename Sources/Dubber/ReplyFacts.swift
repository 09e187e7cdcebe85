internal import Foundation

/// What of an answer decides what it means.
package struct ReplyFacts: Sendable, Hashable {
    package let status: Int
    /// `X-Mashery-Error-Code`.
    package let gatewayCode: String?
    /// `Retry-After` as it came.
    package let retryAfter: String?
    package let contentEncoding: String?
    package let body: [UInt8]

    package init(
        status: Int,
        gatewayCode: String? = nil,
        retryAfter: String? = nil,
        contentEncoding: String? = nil,
        body: [UInt8] = []
    ) {
        self.status = status
        self.gatewayCode = gatewayCode
        self.retryAfter = retryAfter
        self.contentEncoding = contentEncoding
        self.body = body
    }

    /// The longest `Retry-After` that is believed, in seconds: a day.
    package static let maximumRetryAfterSeconds = 86_400

    /// `Retry-After` in seconds (RFC 9110, 10.2.3); `nil` when absent or not understood.
    package func retryAfterSeconds(nowSince1970: Double) -> Int? {
        guard let retryAfter else {
            return nil
        }
        if let seconds = Int(retryAfter) {
            return min(max(seconds, 0), Self.maximumRetryAfterSeconds)
        }
        guard let date = RFC2822Date.date(from: retryAfter) else {
            return nil
        }
        let seconds = (date.timeIntervalSince1970 - nowSince1970).rounded(.up)
        return Int(min(max(seconds, 0), Double(Self.maximumRetryAfterSeconds)))
    }
}
