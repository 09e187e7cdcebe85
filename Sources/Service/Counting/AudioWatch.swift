internal import Foundation

/// Counts a listener for as long as an answer's body is being written.
struct AudioWatch: Sendable {
    let counters: ServiceCounters
    /// Of ``Listeners``.
    let listener: Int
    let now: @Sendable () -> Date

    func during(_ writing: () async throws -> Void) async throws {
        counters.listeners.begin(listener, now: unixNow)
        defer { counters.listeners.end(listener, now: unixNow) }
        try await writing()
    }

    private var unixNow: Int64 { Int64(now().timeIntervalSince1970) }
}
