package import Foundation
package import Recordings
internal import Synchronization

/// Makes GUIDs for what is new: holds one ``GUIDSequence``.
package final class GUIDSource: Sendable {
    private let sequence: Mutex<GUIDSequence>

    package init(now: Date) {
        let sequence = GUIDSequence(
            machine: .random(in: .min ... .max),
            process: .random(in: .min ... .max),
            timeMilliseconds: Self.milliseconds(now)
        )
        self.sequence = Mutex(sequence)
    }

    /// A GUID never given before.
    package func next(now: Date) -> CallRecIntGUID {
        sequence.withLock { $0.next(nowMilliseconds: Self.milliseconds(now)) }
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
