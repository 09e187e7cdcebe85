internal import Foundation

/// What of an answer decides what it means.
struct ReplyFacts: Sendable, Hashable {
    let status: Int
    /// `X-Mashery-Error-Code`.
    let gatewayCode: String?
    /// `Retry-After` as it came.
    let retryAfter: String?
    let contentEncoding: String?
    let body: [UInt8]

    init(
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
    static let maximumRetryAfterSeconds = 86_400

    /// `Retry-After` in seconds (RFC 9110, 10.2.3); `nil` when absent or not understood.
    func retryAfterSeconds(nowSince1970: Double) -> Int? {
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
