internal import Dubber
internal import Foundation
internal import SliceCache
internal import Transport

private let jsonTokens = [
    "{", "}", "[", "]", ",", ":", "null", "true", "false", "\"", "\\", "\\u0000", "\\ud83d", "1e999",
    "[[[[[[[[[[[[[[[[[[[[",
    "\"id\":", "\"recordings\":", "\"code\":", "\"access_token\":", "\"expires_in\":", "\"recording_url\":",
    "\"start_time\":",
    "\"meta_tags\":", "\"external-call-identifiers\":", "Mon, 23 Nov 2026 06:52:16 +0000", "accounts/",
]

/// A page of recordings, and one recording's detail.
struct ListTarget: FuzzTarget {
    private static let item = """
        {"id":"0412345678","to":"+441632960222","from":"+441632960111","call_type":"inbound","recording_type":"cloud",
        "channel":"Pat","status":"Active","start_time":"Fri, 20 Nov 2026 09:15:03 +0000","duration":184,
        "recording_url":"https://store.example/a?sig=1","expiry_time":"Fri, 20 Nov 2027 09:15:03 +0000",
        "meta_tags":{"external-call-identifiers":"callhalf-123:0","external-tracking-ids":"a,b;c|d"}}
        """
    let corpus = FuzzCorpus(
        seeds: ["{\"recordings\":[\(item),\(item)]}", item, "{\"recordings\":[]}"],
        tokens: jsonTokens
    )

    func broken(by input: [UInt8]) async -> String? {
        _ = try? RecordingDetail(input)
        guard let page = try? RecordingPage(input) else { return nil }
        return page.recordings.count <= page.itemCount ? nil : "more recordings than items"
    }
}

/// Tokens, profiles and errors.
struct ProviderTarget: FuzzTarget {
    let corpus = FuzzCorpus(
        seeds: [
            #"{"access_token":"abc","refresh_token":"def","expires_in":86400,"token_type":"Bearer"}"#,
            #"{"type":"account","account":{"slug":"acme","self":"https://api.dubber.net/uk1/v1/accounts/acme"}}"#,
            #"{"code":1022,"message":"Quota","errors":[{"code":1}]}"#, #"{"error":"invalid_grant"}"#,
            "<h1>Developer Over Rate</h1>", "120", "Fri, 20 Nov 2026 09:15:03 GMT",
        ],
        tokens: jsonTokens + ["<h1>", "Over Qps", "Inactive"]
    )
    private static let statuses = [200, 204, 301, 400, 401, 403, 404, 429, 500, 503, 599]

    func broken(by input: [UInt8]) async -> String? {
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        let text = String(decoding: input, as: UTF8.self)
        _ = try? ProfileReply.account(input)
        let reply = ReplyFacts(
            status: Self.statuses[input.count % Self.statuses.count],
            gatewayCode: input.count % 2 == 0 ? text : nil,
            retryAfter: text,
            body: input
        )
        for endpoint in [ReplyVerdict.Endpoint.api, .token] { _ = ReplyVerdict(reply, endpoint: endpoint, now: now) }
        if let seconds = reply.retryAfterSeconds(nowSince1970: now.timeIntervalSince1970),
            !(0...RetryAfter.maximumSeconds).contains(seconds)
        {
            return "waits \(seconds) seconds"
        }
        guard let grant = try? TokenGrant(input, now: now, previousRefreshToken: nil) else { return nil }
        let lifetime = grant.expiresAt.timeIntervalSince(now)
        return (0...Double(TokenGrant.maximumLifetimeSeconds)).contains(lifetime)
            ? nil : "a token for \(lifetime) seconds"
    }
}

/// What Dubber posts.
struct HookTarget: FuzzTarget {
    let corpus = FuzzCorpus(
        seeds: [
            """
            {"notification_url":"https://api.dubber.net/uk1/v1/notifications/12","event_type":"recording.create",
            "resource_url":"https://api.dubber.net/uk1/v1/recordings/0412345678"}
            """
        ],
        tokens: jsonTokens + ["\"resource_url\":", "recording.update", "/", "?", "#", ".."]
    )

    func broken(by input: [UInt8]) async -> String? {
        _ = DubberHookEvent(input)
        guard let id = DubberHookEvent.notificationID(in: input) else { return nil }
        return id.contains("/") || id == ".." ? "the notification \(id)" : nil
    }
}

/// Heads of answers, and what is made of those of the audio store.
struct HeadTarget: FuzzTarget {
    private static let maximumBytes = 8 << 10
    private static let maximumFields = 64
    private static let asked: Range<Int64> = 65_536..<131_072
    let corpus = FuzzCorpus(
        seeds: [
            """
            HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 65536-131071/1472000\r\nContent-Length: 65536\r
            Content-Type: audio/mpeg\r\nETag: "abc"\r\nLast-Modified: Fri, 20 Nov 2026 09:15:03 GMT\r\n\r\n
            """,
            "HTTP/2 200\r\ncontent-length: 1472000\r\ncontent-type: binary/octet-stream\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 416 Range\r\nContent-Range: bytes */12\r\n\r\n",
        ],
        tokens: [
            "\r\n", "\n", ":", " ", "HTTP/1.1 ", "206", "Content-Range: bytes ", "bytes */", "Content-Length: ", "-",
            "/",
            "Content-Encoding: gzip", "text/html", "W/", "\t",
        ]
    )

    func broken(by input: [UInt8]) async -> String? {
        var reader = HeadReader(maximumBytes: Self.maximumBytes, maximumFields: Self.maximumFields)
        for line in input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let outcome = Array(line + [UInt8(ascii: "\n")]).withUnsafeBytes { reader.take($0) }
            guard case .head(let head) = outcome else {
                if case .failure = outcome { return nil }
                continue
            }
            let check = SliceReplyCheck(
                status: head.status,
                headers: head.headers,
                asked: .bytes(Self.asked),
                path: "/a.mp3",
                expected: nil,
                maximumBytes: 1 << 32
            )
            if case .accepted(let validator, let body) = check,
                body.lowerBound < 0 || body.upperBound > validator.sizeBytes
            {
                return "\(body) of \(validator.sizeBytes) bytes was accepted"
            }
        }
        return nil
    }
}
