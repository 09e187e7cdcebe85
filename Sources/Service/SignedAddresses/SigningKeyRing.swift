internal import Storage
internal import Synchronization

/// The keys of audio URLs as they are now; they may change while the service runs.
final class SigningKeyRing: Sendable {
    private let held: Mutex<SigningKeys>
    private let changes = Atomic<UInt64>(0)
    /// Of the file that these keys were read from.
    let fileVersion = Mutex<PrivateFile.Version?>(nil)

    init(_ keys: SigningKeys) {
        held = Mutex(keys)
    }

    var keys: SigningKeys { held.withLock { $0 } }

    /// Grows with each change: what was verified before has to be verified again.
    var generation: UInt64 { changes.load(ordering: .acquiring) }

    /// - Returns: whether these are others than before.
    func replace(with keys: SigningKeys) -> Bool {
        let isChanged = held.withLock { held in
            defer { held = keys }
            return held != keys
        }
        if isChanged { changes.add(1, ordering: .acquiringAndReleasing) }
        return isChanged
    }
}
