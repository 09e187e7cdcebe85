internal import Foundation
internal import Recordings
internal import Synchronization

/// Holds the one ``GUIDSequence`` of an endpoint.
final class GUIDSource: Sendable {
    private let sequence: Mutex<GUIDSequence>

    init(now: Date) {
        let sequence = GUIDSequence(
            machine: .random(in: .min ... .max),
            process: .random(in: .min ... .max),
            timeMilliseconds: Self.milliseconds(now)
        )
        self.sequence = Mutex(sequence)
    }

    func next(now: Date) -> CallRecIntGUID {
        sequence.withLock { $0.next(nowMilliseconds: Self.milliseconds(now)) }
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
