internal import Foundation
internal import SliceCache

/// Counts a listener for as long as an answer's body is being written, and the failure that breaks it off.
struct AudioWatch: Sendable {
    let counters: LiveCounters
    /// Of ``LiveListeners``.
    let listener: Int
    let now: @Sendable () -> Date

    func during(_ writing: () async throws -> Void) async throws {
        counters.listeners.begin(listener, now: unixNow)
        defer { counters.listeners.end(listener, now: unixNow) }
        do {
            try await writing()
        } catch let error as SliceCacheError {
            // The head said 200 or 206 already: no other place hears of it.
            if error != .cancelled { counters.failed(error.reason) }
            throw error
        }
    }

    private var unixNow: Int64 { Int64(now().timeIntervalSince1970) }
}
