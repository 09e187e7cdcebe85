/// The JSON documents that the service answers with, as a client reads them.
struct AvailabilityAnswer: Decodable {
    let results: [ResultRow]
}

struct ResultRow: Decodable, Sendable {
    struct Entry: Decodable, Sendable {
        let callRecIntGUID: String
        let description: String
    }

    struct Recording: Decodable, Sendable {
        let recordingID: String
        let audioURL: String
        let contentType: String?
        let durationSeconds: Int?
        let sizeBytes: Int64?
        let startTime: String
        let channel: String?
        let matchedBy: String
    }

    let segmentID: String?
    let state: String
    let reason: String
    let message: String
    let checkedAt: String
    let retryAfterSeconds: Int?
    let entry: Entry?
    let recordings: [Recording]
}

struct DoneLine: Decodable, Hashable {
    let done: Bool
    let checked: Int
}

struct ProblemDocument: Decodable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    let code: String
    let requestID: String
    let retryable: Bool
}

/// The answer of `GET /v1/debug/cache`.
struct CacheTotals: Decodable {
    let recordings: Int
    let storedBytes: Int64
    let flights: Int
    let readers: Int
    let upstreamRequests: Int
    let upstreamBytes: Int
    let storageFailures: Int
    let waveformDecodings: Int
}

/// The answer of `GET /v1/debug/resolution`.
struct DebugDocument: Decodable {
    struct Verdict: Decodable {
        let state: String
        let reason: String
        let message: String
        let remedy: String
    }

    struct Entry: Decodable {
        struct Scope: Decodable {
            let telSysID: Int?
            let partIDInTelSys: Int?
        }

        let callRecIntGUID: String
        let description: String
        let scope: Scope
    }

    struct Rule: Decodable, Hashable {
        let rule: String
        let outcome: String
        let detail: String
    }

    struct Resolution: Decodable {
        let entry: Entry?
        let rules: [Rule]
    }

    struct Call: Decodable {
        let method: String
        let path: String
        let status: Int?
        let code: Int?
        let milliseconds: Int
    }

    struct Host: Decodable {
        let position: Int
        let host: String
        let outcome: String
        let detail: String
        let health: String?
        let calls: [Call]
    }

    struct Criterion: Decodable {
        let name: String
        let outcome: String
        let detail: String
    }

    struct Candidate: Decodable {
        let recordingID: String
        let verdict: String
        let criteria: [Criterion]
    }

    struct Match: Decodable {
        let candidates: [Candidate]
    }

    struct Cache: Decodable, Hashable {
        struct Part: Decodable, Hashable {
            let offsetBytes: Int64
            let lengthBytes: Int64
        }

        let state: String
        let sizeBytes: Int64?
        let cachedBytes: Int64
        let filled: [Part]
    }

    struct Quota: Decodable {
        let host: String
        let remainingToday: Int
        let perSecond: Int
    }

    let verdict: Verdict
    let resolution: Resolution
    let hosts: [Host]
    let match: Match
    let cache: Cache?
    let quota: [Quota]
    let milliseconds: Int
}

/// The answer of `GET /v1/audio/…/peaks`.
struct PeaksDocument: Decodable, Hashable {
    struct Channel: Decodable, Hashable {
        let name: String
        let peaks: [Int]

        /// The lowest and the highest of all.
        var extent: ClosedRange<Int> { (peaks.min() ?? 0)...(peaks.max() ?? 0) }
    }

    let recordingID: String
    let durationSeconds: Int
    let durationMilliseconds: Int
    let sampleRateHz: Int
    let peakCount: Int
    let samplesPerPeak: Double
    let channels: [Channel]
}
