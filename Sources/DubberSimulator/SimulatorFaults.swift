import Synchronization

/// The faults that are switched on, by code or through `/admin/faults`.
package final class SimulatorFaults: Sendable {
    /// The most faults that may be on at once.
    package static let maximumFaults = 100

    private let active = Mutex<[Fault]>([])

    package init() {}

    /// The faults that are on, in the order they were added, with the requests left to them.
    package var all: [Fault] {
        active.withLock { $0 }
    }

    /// Switches a fault on; gives `false` when ``maximumFaults`` are on already.
    @discardableResult
    package func add(_ fault: Fault) -> Bool {
        active.withLock { faults in
            guard faults.count < Self.maximumFaults else { return false }
            faults.append(fault)
            return true
        }
    }

    /// Switches all faults off.
    package func clear() {
        active.withLock { $0.removeAll() }
    }

    /// What a request meets; faults that were meant for a number of requests count it.
    package func take(_ kind: RequestKind, region: String) -> FaultEffects {
        active.withLock { faults in
            var met: [Fault] = []
            for index in faults.indices where faults[index].concerns(kind, region: region) {
                if let times = faults[index].times {
                    guard times > 0 else { continue }
                    faults[index].times = times - 1
                }
                met.append(faults[index])
            }
            faults.removeAll { $0.times == 0 }
            return FaultEffects(met)
        }
    }
}
