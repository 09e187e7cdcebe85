internal import Foundation
internal import Recordings
internal import Registry
internal import Resolution
internal import SliceCache

/// What the command line asks of a service that is not running.
extension PlaybackService {
    /// An explanation in both of its forms.
    package struct Explanation: Sendable {
        package let json: String
        package let text: String
    }

    /// The debug endpoint's answer.
    package func explain(_ query: DebugQuery) async -> Explanation {
        let answer = await explainer.explain(query.segment, username: query.username, probe: query.probe)
        let encoder = JSONAnswer.encoder
        encoder.outputFormatting.insert(.prettyPrinted)
        let json = (try? encoder.encode(answer)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return Explanation(json: json, text: answer.readable)
    }

    /// How much audio is kept, in a line.
    package var cacheSummary: String {
        let totals = cache.totals
        let limit = cache.limits.maximumBytes
        return "\(totals.recordings) recordings, \(totals.storedBytes) of at most \(limit) bytes"
    }

    /// Deletes audio from the cache.
    ///
    /// - Throws: `Problem` for criteria that cannot be understood.
    package func purge(_ criteria: [(String, String)]) async throws -> Int {
        let selection = try CacheSelection(criteria, in: registry.snapshot)
        return await cache.purge { selection.contains($0) }
    }
}
