package import Foundation
package import Recordings

/// By how much telephony servers' clocks differ from the provider's, as calls show that are told by their ids: pure.
package struct ClockOffsets: Sendable, Hashable {
    /// Fewer calls prove nothing.
    package static let minimumCalls = 5

    private var seconds: [TelSysID: TimeInterval] = [:]

    /// Nothing is known.
    package init() {}

    /// Learns from pairs of a call and the only recording with its call id; the middle one of all differences counts, because recordings
    /// on demand end before their call.
    package init(_ pairs: [(segment: CallSegment, recording: Recording)]) {
        var offsets: [TelSysID: [TimeInterval]] = [:]
        for (segment, recording) in pairs {
            guard let wanted = segment.durationSeconds, let held = recording.durationSeconds else {
                continue
            }
            let start = recording.startTime.timeIntervalSince(segment.startTime)
            offsets[segment.telSysID, default: []].append(start + TimeInterval(held - wanted))
        }
        seconds = offsets.filter { $0.value.count >= Self.minimumCalls }.mapValues { $0.sorted()[$0.count / 2] }
    }

    /// How many seconds later than on the server's clock a moment is on the provider's; `nil` when not known.
    package subscript(server: TelSysID) -> TimeInterval? {
        seconds[server]
    }
}
