/// What was waited for did not come.
package struct NeverSeen: Error, CustomStringConvertible {
    package let description: String
}

/// How long lies between two looks, in milliseconds.
private let lookPeriodMilliseconds = 2
/// How long a busy machine may take for what should come at once, in seconds.
private let lookLimitSeconds = 120

/// Looks again and again until something is seen that nobody tells of: on the network's thread, in another process, in a file.
///
/// What tells of itself is waited for by what it tells: a ``Barrier``, a ``Tally``, the provider's requests, the end of the cache's work.
///
/// - Parameters:
///   - look: what is seen now.
///   - isRight: whether that is what is waited for.
/// - Throws: `NeverSeen` with what was seen last, once the limit is over or the test is ended; what looking throws.
package func until<Seen>(
    _ look: @autoclosure () async throws -> Seen,
    _ isRight: (Seen) -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(lookLimitSeconds)
    var seen = try await look()
    while !isRight(seen) {
        guard clock.now < end, (try? await Task.sleep(for: .milliseconds(lookPeriodMilliseconds))) != nil else {
            throw NeverSeen(description: "seen last: \(seen)")
        }
        seen = try await look()
    }
}

/// Looks again and again until this is seen.
///
/// - Parameters:
///   - look: what is seen now.
///   - wanted: what is waited for.
/// - Throws: `NeverSeen` with what was seen last, once the limit is over or the test is ended; what looking throws.
package func until<Seen: Equatable>(_ look: @autoclosure () async throws -> Seen, is wanted: Seen) async throws {
    try await until(await look()) { $0 == wanted }
}
