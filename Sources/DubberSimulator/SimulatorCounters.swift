import Synchronization

/// Counts what was asked of the simulator.
package final class SimulatorCounters: Sendable {
    /// The counts at one moment, by region.
    package struct Snapshot: Codable, Hashable, Sendable {
        /// Arrived, whatever the answer was.
        package fileprivate(set) var requests: [String: [RequestKind: Int]] = [:]
        /// Written to clients, without heads.
        package fileprivate(set) var audioBytesSent: [String: Int64] = [:]

        /// The requests of one kind in one region, or in all.
        package func count(_ kind: RequestKind, region: String? = nil) -> Int {
            requests.reduce(0) { sum, entry in
                region == nil || region == entry.key ? sum + (entry.value[kind] ?? 0) : sum
            }
        }
    }

    private let counts = Mutex(Snapshot())

    package init() {}

    package var snapshot: Snapshot {
        counts.withLock { $0 }
    }

    func addRequest(_ kind: RequestKind, region: String) {
        counts.withLock { $0.requests[region, default: [:]][kind, default: 0] += 1 }
    }

    func addAudioBytes(_ bytes: Int64, region: String) {
        counts.withLock { $0.audioBytesSent[region, default: 0] += bytes }
    }
}
