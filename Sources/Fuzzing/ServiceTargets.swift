internal import Foundation
internal import Recordings
internal import Service

/// The body of an availability request.
struct RowsTarget: FuzzTarget {
    private static let maximumRows = 50

    let corpus = FuzzCorpus(
        seeds: [
            """
            {"user":"supervisor","segments":[{"segmentID":"S-1","telSysID":1,"partIDInTelSys":2,
            "startTime":"2026-11-20T09:15:03Z","durationSeconds":184,"direction":"inbound","from":"+441632960111",
            "to":"+441632960222","externalCallID":"callhalf-123:0","externalTrackingID":"7c0e0000"}]}
            """,
            #"{"user":"u","segments":[]}"#,
            #"{"user":"u","segments":[{"segmentID":"a","telSysID":1,"startTime":"2026-02-28T23:59:60+14:00"},{},null,1]}"#,
        ],
        tokens: [
            "{", "}", "[", "]", ",", ":", "null", "true", "\"", "\"segments\"", "\"user\"", "\"telSysID\":",
            "\"startTime\":",
            "2026-11-20T09:15:03.123456789Z", "0000-00-00T00:00:00Z", "\"durationSeconds\":", "[[[[[[[[[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":", "\\u", "\\ud800",
        ]
    )

    func broken(by input: [UInt8]) async -> String? {
        guard let rows = OutsideInputs.rows(input, maximum: Self.maximumRows) else { return nil }
        return rows <= Self.maximumRows ? nil : "\(rows) rows were taken"
    }
}

/// A signed address: what is accepted must be what was signed.
struct AddressTarget: FuzzTarget {
    private let signed: OutsideInputs.SignedAddress

    init(recording: RecordingID) {
        signed = OutsideInputs.SignedAddress(recording: recording)
        corpus = FuzzCorpus(
            seeds: [signed.target, signed.target, signed.target + "&download=1"],
            tokens: [
                "/v1/audio/", "?", "&", "=", "user=", "exp=", "kid=", "sig=", "%2F", "%00", "%", "+", "%2B", "..", "//",
                "#",
                "user=other&", "&user=other", "exp=99999999999", ";",
            ]
        )
    }

    let corpus: FuzzCorpus

    func broken(by input: [UInt8]) async -> String? {
        switch await signed.accepts(String(decoding: input, as: UTF8.self)) {
        case .refused, .accepted: nil
        case .otherThanSigned: "an address that nobody signed was accepted"
        case .readTwoWays: "the event loop reads another address than the route"
        }
    }
}

/// A request's path: one spelling of it says the same as the one that came, and is final.
struct PathTarget: FuzzTarget {
    let corpus = FuzzCorpus(
        seeds: [
            "/v1/audio/6917876061b72704%3A62272b78/0412345678?user=a%2Fb", "/v1/%61udio/a%2fb/%C3%A9?x=%3a", "/", "*",
            "/v1/audio/a:b/1/peaks?a=b",
        ],
        tokens: [
            "/", "//", ".", "..", "%2e", "%2E%2e", "%2F", "%2f", "%00", "%7F", "%", "%4", "%zz", "?", "#", "é", " ",
        ]
    )

    func broken(by input: [UInt8]) async -> String? {
        let target = String(decoding: input, as: UTF8.self)
        guard case .rewritten(let text) = RequestPath.read(target) else { return nil }
        guard RequestPath.read(text) == .asItIs else { return "\(text) is not the last spelling" }
        let (asked, read) = (Self.parts(target), Self.parts(text))
        return asked == read ? nil : "\(asked) became \(read)"
    }

    /// The path's segments without escapes, and the query as it is.
    private static func parts(_ target: String) -> [String?] {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let segments = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        return segments.map(\.removingPercentEncoding) + halves.dropFirst().map(String.init)
    }
}

/// The queries of the debug and audit addresses.
struct QueryTarget: FuzzTarget {
    let corpus = FuzzCorpus(
        seeds: [
            "user=supervisor&telSysID=1&startTime=2026-11-20T09:15:03Z&durationSeconds=184&direction=inbound&probe=live",
            "since=2026-11-20T09:15:03Z&until=2026-11-21&user=a&entry=b&after=12&limit=100&format=csv&kind=playback",
        ],
        tokens: [
            "&", "=", "user", "telSysID", "startTime", "probe=none", "limit=", "since=", "format=json", "kind=", "T",
            "Z",
        ]
    )

    func broken(by input: [UInt8]) async -> String? {
        OutsideInputs.query(String(decoding: input, as: UTF8.self))
    }
}

/// What an identity provider says of itself, its keys and a token: what is accepted must be what was signed.
struct IdentityProviderTarget: FuzzTarget {
    private let words: OutsideInputs.IdentityProviderWords
    let corpus: FuzzCorpus

    init() throws {
        words = try OutsideInputs.IdentityProviderWords()
        corpus = FuzzCorpus(
            seeds: [words.signed, words.signed, words.description],
            tokens: [
                "\n", ".", "..", "{", "}", "[", "]", ",", "\"keys\":[", "\"kid\":", "\"alg\":\"RS256\"",
                "\"kty\":\"RSA\"",
                "\"kty\":\"EC\"", "\"crv\":\"P-256\"", "\"n\":\"AQAB\"", "\"e\":\"AQAB\"", "\"y\":\"\"", "null",
                "eyJhbGciOiJub25lIn0", "\"issuer\":\"https://id.example\"", "http://127.0.0.1",
            ]
        )
    }

    func broken(by input: [UInt8]) async -> String? { await words.broken(by: input) }
}
