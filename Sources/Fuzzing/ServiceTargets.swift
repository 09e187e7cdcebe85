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
        signed.accepts(String(decoding: input, as: UTF8.self)) == .otherThanSigned
            ? "an address that nobody signed was accepted" : nil
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
