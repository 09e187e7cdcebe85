import Foundation
import Recordings
import Testing

import Dubber

@Suite("What answers of the provider mean")
struct ReplyVerdictTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let status: Int
        var gateway: String?
        var retryAfter: String?
        let body: String
        var endpoint = ReplyVerdict.Endpoint.api
        let error: DubberError?
        var failure: ProviderFailure?

        var testDescription: String { "\(status) \(gateway ?? "") \(body.prefix(60))" }
    }

    static func coded(_ code: Int) -> String {
        #"{"status":403,"message":"…","code":\#(code),"more_info":"https://example.com"}"#
    }

    static let rows: [Row] = [
        Row(status: 200, body: "{}", error: nil),
        Row(status: 201, body: " \r\n{}", error: nil),
        Row(status: 200, body: "<!DOCTYPE html><html></html>", error: .unexpectedAnswer, failure: .unexpectedAnswer),
        Row(status: 204, body: "", error: .unexpectedAnswer),
        Row(status: 403, body: coded(1003), error: .credentialsRefused, failure: .credentialsRefused),
        Row(status: 404, body: coded(1009), error: .notFound),
        Row(status: 403, body: coded(1010), error: .notPermitted, failure: .notPermitted),
        Row(status: 403, body: coded(1019), error: .keyRefused, failure: .keyRefused),
        Row(status: 403, body: coded(1020), error: .keyRefused, failure: .keyRefused),
        Row(status: 403, body: coded(1021), error: .rateLimited(retryAfterSeconds: nil), failure: .rateLimited),
        Row(
            status: 403,
            retryAfter: "3600",
            body: coded(1022),
            error: .quotaExhausted(retryAfterSeconds: 3600),
            failure: .quotaExhausted
        ),
        Row(status: 403, body: coded(1024), error: .overCapacity(retryAfterSeconds: nil), failure: .overloaded),
        Row(status: 401, body: coded(1038), error: .tokenRejected),
        Row(status: 401, body: "", error: .tokenRejected),
        Row(
            status: 400,
            body: #"{"code":2000,"details":[{"code":4001,"message":"x","details":["Invalid parameter: after_id"]}]}"#,
            error: .requestRefused,
            failure: .unexpectedAnswer
        ),
        Row(status: 400, body: coded(1004), error: .requestRefused),
        Row(
            status: 403,
            gateway: "ERR_403_DEVELOPER_OVER_QPS",
            retryAfter: "1",
            body: "<h1>Developer Over Qps</h1>",
            error: .rateLimited(retryAfterSeconds: 1),
            failure: .rateLimited
        ),
        Row(
            status: 403,
            gateway: "ERR_403_DEVELOPER_OVER_RATE",
            body: "<h1>x</h1>",
            error: .quotaExhausted(retryAfterSeconds: nil),
            failure: .quotaExhausted
        ),
        Row(status: 403, body: "<h1>403 Developer Over Qps</h1>", error: .rateLimited(retryAfterSeconds: nil)),
        Row(status: 403, gateway: "ERR_403_DEVELOPER_INACTIVE", body: "<h1>x</h1>", error: .keyRefused),
        Row(status: 403, body: "<html>Forbidden</html>", error: .notPermitted, failure: .notPermitted),
        Row(status: 403, body: coded(1234), error: .notPermitted),
        Row(status: 403, retryAfter: "2", body: "<html></html>", error: .rateLimited(retryAfterSeconds: 2)),
        Row(status: 403, retryAfter: "7200", body: "<html></html>", error: .quotaExhausted(retryAfterSeconds: 7200)),
        Row(status: 429, retryAfter: "2", body: "", error: .rateLimited(retryAfterSeconds: 2), failure: .rateLimited),
        Row(status: 404, body: "<html>404</html>", error: .unexpectedAnswer, failure: .unexpectedAnswer),
        Row(status: 404, body: "", error: .notFound),
        Row(status: 500, body: "", error: .serverFailed, failure: .overloaded),
        Row(status: 502, body: "<html></html>", error: .serverFailed, failure: .overloaded),
        Row(status: 503, body: "", error: .serverFailed, failure: .overloaded),
        Row(status: 504, body: "", error: .serverFailed, failure: .overloaded),
        Row(status: 302, body: "", error: .unexpectedAnswer),
        Row(status: 418, body: "{}", error: .unexpectedAnswer),
        Row(
            status: 400,
            body: #"{"error":"invalid_request","error_description":"Invalid credentials supplied"}"#,
            endpoint: .token,
            error: .credentialsRefused,
            failure: .credentialsRefused
        ),
        Row(status: 401, body: "", endpoint: .token, error: .credentialsRefused),
        Row(status: 400, body: "<html></html>", endpoint: .token, error: .unexpectedAnswer),
        Row(status: 503, body: #"{"error":"temporarily_unavailable"}"#, endpoint: .token, error: .serverFailed),
    ]

    @Test("Every row of the error table has its outcome", arguments: rows)
    func verdict(row: Row) {
        let facts = ReplyFacts(
            status: row.status,
            gatewayCode: row.gateway,
            retryAfter: row.retryAfter,
            body: Array(row.body.utf8)
        )
        let verdict = ReplyVerdict(facts, endpoint: row.endpoint, now: Samples.start)
        #expect(verdict.error == row.error)
        if let failure = row.failure {
            #expect(verdict.error?.failure == failure)
        }
    }

    @Test("The provider's code is kept for those who look")
    func code() {
        let facts = ReplyFacts(status: 403, body: Array(Self.coded(1021).utf8))
        #expect(ReplyVerdict(facts, endpoint: .api, now: Samples.start).code == 1021)
    }

    @Test(
        "A compressed answer that was not asked for is not read; words that mean none are no matter",
        arguments: [
            ("gzip", true), ("identity, gzip", true), ("br", true), ("", false), ("identity", false),
            ("Identity,identity", false), (",", false),
        ]
    )
    func encoded(encoding: String, isRefused: Bool) {
        let facts = ReplyFacts(status: 200, contentEncoding: encoding, body: Array("{}".utf8))
        #expect(ReplyVerdict(facts, endpoint: .api, now: Samples.start).error == (isRefused ? .unexpectedAnswer : nil))
    }

    @Test("A server that says when it serves again is asked then", arguments: [408, 425, 500, 502, 503, 504])
    func laterServer(status: Int) {
        let later = ReplyFacts(status: status, retryAfter: "3")
        #expect(
            ReplyVerdict(later, endpoint: .api, now: Samples.start).error == .overCapacity(retryAfterSeconds: 3)
        )
        let facts = ReplyFacts(status: status)
        #expect(ReplyVerdict(facts, endpoint: .api, now: Samples.start).error == .serverFailed)
    }

    @Test(
        "Retry-After is seconds or a date, bounded",
        arguments: [
            ("5", 5), ("-3", 0), ("999999999", 86_400), ("Thu, 01 Jan 1970 00:01:40 GMT", 40), ("soon", nil),
            ("Thursday, 01-Jan-70 00:01:40 GMT", 40), ("Thu Jan  1 00:01:40 1970", 40),
            ("Thu, 01 Jan 1970 01:01:40 +0100", 40), ("Thu, 01 Jan 1970 00:00:10 GMT", 0), ("7, 7", 7),
            ("99999999999999999999", 86_400), ("", nil),
        ]
    )
    func retryAfter(text: String, seconds: Int?) {
        #expect(ReplyFacts(status: 429, retryAfter: text).retryAfterSeconds(nowSince1970: 60) == seconds)
    }

    @Test("Retries are bounded, wait longer each time when capacity lacks, and are not kept up for long waits")
    func retryPlan() {
        var plan = RetryPlan(limits: DubberConfiguration.Retries())
        #expect(plan.delay(after: .rateLimited(retryAfterSeconds: 2)) == .seconds(2))
        #expect(plan.delay(after: .rateLimited(retryAfterSeconds: nil)) == .milliseconds(1_100))
        #expect(plan.delay(after: .rateLimited(retryAfterSeconds: 60)) == nil)
        #expect(plan.delay(after: .rateLimited(retryAfterSeconds: nil)) == nil)
        #expect(plan.delay(after: .overCapacity(retryAfterSeconds: nil)) == .seconds(1))
        #expect(plan.delay(after: .overCapacity(retryAfterSeconds: nil)) == .seconds(2))
        #expect(plan.delay(after: .overCapacity(retryAfterSeconds: nil)) == nil)
        #expect(plan.delay(after: .serverFailed) == nil)
    }
}
