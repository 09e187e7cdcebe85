internal import Foundation
internal import Recordings

/// The answer of `GET /v1/debug/live`, as it stands in JSON.
struct LiveAnswer: Encodable, Sendable {
    struct HostPart: Encodable, Sendable {
        /// Host and region, without the account.
        let host: String
        /// `up`, `down` or `trial`.
        let health: Nullable<String>
        let entryCount: Int
    }

    struct QuotaPart: Encodable, Sendable {
        let callRecIntGUID: CallRecIntGUID
        let description: String
        let hosts: [DebugAnswer.QuotaPart]
    }

    struct CachePart: Encodable, Sendable {
        let recordings: Int
        let storedBytes: Int64
        let maximumBytes: Int64
        let flights: Int
        let readers: Int
        let upstreamRequests: Int
        let upstreamBytes: Int
        let storageFailures: Int
        /// Audio answers with a body since the start, by how much of them was in the cache.
        let hits: Int
        let partials: Int
        let misses: Int
    }

    struct SamplePart: Encodable, Sendable {
        let number: Int
        let endedAt: Date
        let hits: Int
        let partials: Int
        let misses: Int
        let errors: Int
        let listeners: Int
        let flights: Int
        let storedBytes: Int64
        let upstreamBytes: Int

        init(_ sample: LiveHistory.Sample) {
            number = sample.number
            endedAt = sample.endedAt
            hits = sample.hits
            partials = sample.partials
            misses = sample.misses
            errors = sample.errors.values.reduce(0, +)
            listeners = sample.gauges.listeners
            flights = sample.gauges.flights
            storedBytes = sample.gauges.storedBytes
            upstreamBytes = sample.gauges.upstreamBytes
        }
    }

    struct ErrorPart: Encodable, Sendable {
        let code: String
        let count: Int
        let lastAt: Date
    }

    let now: Date
    let startedAt: Date
    let listeners: Int
    let cache: CachePart
    let hosts: [HostPart]
    let hostCount: Int
    let quota: [QuotaPart]
    let quotaEntryCount: Int
    let sampleSeconds: Int
    let maximumSamples: Int
    /// Oldest first.
    let samples: [SamplePart]
    /// Of all samples kept, the most frequent first.
    let errors: [ErrorPart]
}
