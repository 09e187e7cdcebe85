internal import HTTPTypes
internal import Synchronization

/// Where the time of one request went, for the answer's Server-Timing (W3C Server Timing).
///
/// Hits of the audio cache are told nothing: both ways of answering them say the same, and the event loop's has no time to tell.
final class ServerTiming: Sendable {
    static let header = HTTPField.Name("Server-Timing")
    /// Parts told of one request.
    private static let maximumParts = 16

    private let parts = Mutex<[(name: String, duration: Duration)]>([])

    /// Measures a part.
    func measure<Value>(_ name: String, _ work: () async throws -> Value) async rethrows -> Value {
        let start = ContinuousClock.now
        defer { add(name, ContinuousClock.now - start) }
        return try await work()
    }

    func add(_ name: String, _ duration: Duration) {
        parts.withLock { parts in
            guard parts.count < Self.maximumParts else { return }
            parts.append((name, duration))
        }
    }

    /// The header field's value, in the order measured; milliseconds.
    func value(total: Duration) -> String {
        (parts.withLock { $0 } + [("total", total)]).map { name, duration in
            let tenths = Int((duration / .milliseconds(0.1)).rounded())
            return "\(name);dur=\(tenths / 10).\(tenths % 10)"
        }
        .joined(separator: ", ")
    }
}
