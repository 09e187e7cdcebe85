package import Foundation

/// What an answer means: pure, so that every row of the error table is a row of a test.
///
/// Source: Dubber API, Errors and limits; Token.
package struct ReplyVerdict: Sendable, Hashable {
    /// Which part of the API answered: the token endpoint speaks OAuth, the rest speaks Dubber's own error bodies.
    package enum Endpoint: Sendable, Hashable {
        case token
        case api
        /// Answers that a request was done, in whatever words.
        case acknowledgement
    }

    /// A `Retry-After` above this on a 403 without a code is taken for the day's quota, not the second's.
    package static let longestRateLimitSeconds = 60
    /// How far into an HTML body the gateway's words are looked for, in bytes.
    package static let searchedBodyBytes = 4096

    /// A longer error is not read as JSON: the provider's own are a few lines.
    package static let longestErrorBytes = 64 * 1024

    /// The provider's own code, for the debug endpoint.
    package let code: Int?
    /// `nil` when the answer is a success whose body may be read.
    package let error: DubberError?

    package init(_ reply: ReplyFacts, endpoint: Endpoint, now: Date) {
        guard !reply.isEncoded else {
            code = nil
            error = .unexpectedAnswer
            return
        }
        guard !(200...299).contains(reply.status) else {
            code = nil
            // Gateways and sign-in pages answer 200 with HTML; the API's answers are objects.
            error = endpoint == .acknowledgement || Self.isObject(reply.body) ? nil : .unexpectedAnswer
            return
        }
        let json = reply.body.count <= Self.longestErrorBytes ? JSONValue(reply.body) : nil
        let retryAfter = reply.retryAfterSeconds(nowSince1970: now.timeIntervalSince1970)
        code = json?["code"]?.integer
        error =
            Self.named(code: code, retryAfter: retryAfter)
            ?? Self.gateway(reply, retryAfter: retryAfter)
            ?? (endpoint == .token ? Self.oauth(status: reply.status, json: json) : nil)
            ?? Self.unnamed(reply, json: json, retryAfter: retryAfter)
    }

    private static func isObject(_ body: [UInt8]) -> Bool {
        body.withoutByteOrderMark.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
    }

    /// The codes of the table.
    private static func named(code: Int?, retryAfter: Int?) -> DubberError? {
        switch code {
        case 1003: .credentialsRefused
        case 1009: .notFound
        case 1010: .notPermitted
        case 1019, 1020: .keyRefused
        case 1021: .rateLimited(retryAfterSeconds: retryAfter)
        case 1022: .quotaExhausted(retryAfterSeconds: retryAfter)
        case 1024: .overCapacity(retryAfterSeconds: retryAfter)
        case 1038: .tokenRejected
        case 1004, 1025, 2000: .requestRefused
        default: nil
        }
    }

    /// The gateway's own words, in a header or in an HTML page.
    private static func gateway(_ reply: ReplyFacts, retryAfter: Int?) -> DubberError? {
        let words: String
        if let gatewayCode = reply.gatewayCode {
            words = gatewayCode.uppercased()
        } else if reply.status == 403 || reply.status == 429 {
            words = String(decoding: reply.body.prefix(searchedBodyBytes), as: UTF8.self).uppercased()
                .replacing(" ", with: "_")
        } else {
            return nil
        }
        if words.contains("OVER_QPS") {
            return .rateLimited(retryAfterSeconds: retryAfter)
        }
        if words.contains("OVER_RATE") {
            return .quotaExhausted(retryAfterSeconds: retryAfter)
        }
        return words.contains("DEVELOPER_INACTIVE") ? .keyRefused : nil
    }

    /// RFC 6749, 5.2; Dubber's status for it is not recorded, 400 or 401.
    private static func oauth(status: Int, json: JSONValue?) -> DubberError? {
        switch json?["error"]?.string {
        case "temporarily_unavailable", "server_error": return .serverFailed
        case .some where (400...403).contains(status): return .credentialsRefused
        default: return status == 401 ? .credentialsRefused : nil
        }
    }

    private static func unnamed(_ reply: ReplyFacts, json: JSONValue?, retryAfter: Int?) -> DubberError {
        switch reply.status {
        case 401:
            return .tokenRejected
        case 403:
            guard let retryAfter else {
                return .notPermitted
            }
            return retryAfter > longestRateLimitSeconds
                ? .quotaExhausted(retryAfterSeconds: retryAfter) : .rateLimited(retryAfterSeconds: retryAfter)
        case 404:
            // A page instead of a JSON body comes from something that is not the API.
            return json != nil || reply.body.isEmpty ? .notFound : .unexpectedAnswer
        case 429:
            return .rateLimited(retryAfterSeconds: retryAfter)
        case 408, 425, 500...599:
            // One that says when it serves again is asked again then, if that is soon.
            return retryAfter.map { .overCapacity(retryAfterSeconds: $0) } ?? .serverFailed
        case 400, 405, 406, 415, 422:
            return json != nil ? .requestRefused : .unexpectedAnswer
        default:
            return .unexpectedAnswer
        }
    }
}
