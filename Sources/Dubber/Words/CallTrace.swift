internal import Recordings
internal import Synchronization

/// The provider calls made for one lookup, in order, for the debug endpoint.
final class CallTrace: Sendable {
    /// Beyond these, further calls are not kept.
    static let maximumCalls = 128

    private let kept = Mutex<[ProviderCall]>([])

    var calls: [ProviderCall] {
        kept.withLock { $0 }
    }

    func add(_ calls: [ProviderCall]) {
        kept.withLock { $0.append(contentsOf: calls.prefix(max(0, Self.maximumCalls - $0.count))) }
    }
}

/// The outcome of shared work together with the calls it took, so that everyone who waited can show them.
struct Traced<Value: Sendable>: Sendable {
    let outcome: Result<Value, DubberError>
    let calls: [ProviderCall]

    init(_ work: (CallTrace) async throws(DubberError) -> Value) async {
        let trace = CallTrace()
        do throws(DubberError) {
            outcome = .success(try await work(trace))
        } catch {
            outcome = .failure(error)
        }
        calls = trace.calls
    }

    /// The value, with the calls entered into a trace.
    func get(_ trace: CallTrace) throws(DubberError) -> Value {
        trace.add(calls)
        return try outcome.get()
    }
}
