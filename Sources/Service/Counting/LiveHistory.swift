internal import Foundation

/// The last minutes in samples of a few seconds each; pure.
struct LiveHistory: Sendable {
    /// How long one sample lasts.
    static let sampleSeconds = 2
    /// Samples kept: five minutes.
    static let maximumSamples = 150

    /// What happened from one moment to the next, and what was the case at its end.
    struct Sample: Sendable, Hashable {
        /// Counts up from 1.
        let number: Int
        let endedAt: Date
        let hits: Int
        let partials: Int
        let misses: Int
        let errors: [String: Int]
        let gauges: LiveGauges
    }

    /// Oldest first.
    private(set) var samples: [Sample] = []
    private var last: (totals: LiveTotals, at: Date)?
    private var lastNumber = 0

    /// Whether a sample is due.
    func isDue(now: Date) -> Bool {
        guard let last else { return true }
        // A clock that was set back begins anew.
        return now < last.at || now.timeIntervalSince(last.at) >= Double(Self.sampleSeconds)
    }

    /// Takes a sample; the first call only says where counting begins.
    mutating func take(_ totals: LiveTotals, _ gauges: LiveGauges, now: Date) {
        defer { last = (totals, now) }
        guard let last else { return }
        lastNumber += 1
        let errors = totals.errors.merging(last.totals.errors) { $0 - $1 }
        samples.append(
            Sample(
                number: lastNumber,
                endedAt: now,
                hits: totals.audio.hits - last.totals.audio.hits,
                partials: totals.audio.partials - last.totals.audio.partials,
                misses: totals.audio.misses - last.totals.audio.misses,
                errors: errors.filter { $0.value > 0 },
                gauges: gauges
            )
        )
        if samples.count > Self.maximumSamples { samples.removeFirst(samples.count - Self.maximumSamples) }
    }

    /// An error code with how often it came lately.
    struct ErrorCount: Sendable, Hashable {
        let code: String
        let count: Int
        let lastAt: Date
    }

    /// The errors of all samples, the most frequent first.
    var errors: [ErrorCount] {
        var counts: [String: (count: Int, lastAt: Date)] = [:]
        for sample in samples {
            for (code, count) in sample.errors {
                counts[code, default: (0, sample.endedAt)].count += count
                counts[code]?.lastAt = sample.endedAt
            }
        }
        return counts.map { ErrorCount(code: $0.key, count: $0.value.count, lastAt: $0.value.lastAt) }
            .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    }
}

/// What is the case at one moment.
struct LiveGauges: Sendable, Hashable {
    var listeners = 0
    /// Fetches from audio stores under way.
    var flights = 0
    /// Bytes of audio in the cache.
    var storedBytes: Int64 = 0
    /// Body bytes received from audio stores since the start.
    var upstreamBytes = 0
}
