internal import DubberSimulator
import ExampleCompany
internal import Foundation
internal import Recordings
internal import Sharing

/// A long page: one day of a busy Telephony Server.
extension DemoCalls {
    static let busyDayCount = 1_000
    private static let seed: UInt64 = 20_261_121
    /// From eight to six.
    private static let busySeconds = 36_000
    /// The calls' numbers begin here, behind all others.
    private static let firstNumber = 2_000

    /// The calls of the day that ended before `end`, newest first: older than all others, so that those are found without them.
    static func busyDay(examples: [ExampleRecording], before end: Date) -> [Call] {
        var random = SeededGenerator(seed: seed)
        let stepSeconds = busySeconds / busyDayCount
        return (0..<busyDayCount).map { number in
            let audio = examples[random.below(examples.count)]
            let secondsBefore = number * stepSeconds + random.below(stepSeconds) + audio.durationSeconds
            return call(
                firstNumber + number,
                on: ExampleCompany.serviceDesk,
                start: end.addingTimeInterval(Double(-secondsBefore)),
                audio: audio,
                random: &random
            )
        }
        .sorted { $0.segment.startTime > $1.segment.startTime }
    }
}
