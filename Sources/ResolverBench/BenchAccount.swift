import DubberSimulator
import Foundation
import Recordings

/// An account whose calls lie evenly over 30 days, and the report rows of some of them.
struct BenchAccount {
    static let slug = "acme"
    static let days = 30

    /// Newest first.
    let recordings: [SimulatedRecording]

    init(recordings: [SimulatedRecording]) {
        self.recordings = recordings
    }

    /// An account.
    ///
    /// - Parameters:
    ///   - count: recordings.
    ///   - end: the newest call began ten minutes before.
    init(count: Int, end: Date) {
        let everySeconds = Double(Self.days * 86_400) / Double(count)
        recordings = (0..<count).map { number in
            SimulatedRecording(
                // Not in time order.
                id: "0\(1_000_000 + number * 7_919 % 1_000_003)",
                from: "+4416329\(60_000 + number)",
                to: "+4411329\(60_100 + number % 40)",
                channel: "User \(number % 40)",
                startTime: Date(
                    timeIntervalSince1970: (end.timeIntervalSince1970 - 600 - Double(number) * everySeconds).rounded()
                ),
                durationSeconds: 30 + number * 37 % 400,
                externalCallID: number.isMultiple(of: 2) ? "callhalf-\(20_000_000 + number):0" : nil,
                audio: .generated(sizeBytes: 1_000, seed: 1)
            )
        }
    }

    /// The row of a recording; every other one has no id and is told by its numbers.
    func row(_ number: Int) -> CallSegment {
        let recording = recordings[number]
        return CallSegment(
            segmentID: "S-\(number)",
            telSysID: TelSysID(1),
            startTime: recording.startTime,
            durationSeconds: recording.durationSeconds,
            direction: .inbound,
            from: recording.from,
            to: recording.to,
            externalCallID: recording.externalCallID
        )
    }

    /// Rows spread over the whole account.
    func rows(_ count: Int) -> [CallSegment] {
        (0..<count).map { row($0 * recordings.count / count) }
    }

    /// A region with the account, its credentials made up.
    var simulated: SimulatedAccount {
        SimulatedAccount(
            slug: Self.slug,
            clientID: "abcdefghijklmnopqrstuvwx",
            clientSecret: "0123456789",
            authID: "authid00001",
            authToken: "abcdefghijklmnopqrst",
            recordings: recordings
        )
    }

    /// The integration entry that leads to the account.
    func entry(port: Int, guid: String = "bench") -> IntegrationEntry {
        IntegrationEntry(
            callRecIntGUID: CallRecIntGUID(guid),
            callRecIntType: .dubber,
            scope: .applicationWide,
            description: "Benchmark",
            settings: APICommunicationSettings(
                ipAddrOrHost1: "http://127.0.0.1:\(port)/uk1/accounts/\(Self.slug)",
                ipAddrOrHost2: "",
                authUserID1: Secret(simulated.clientID),
                authUserID2: Secret(simulated.authID),
                apiParameter1: Secret(simulated.clientSecret),
                apiParameter2: Secret(simulated.authToken)
            ),
            revision: 1
        )
    }
}
