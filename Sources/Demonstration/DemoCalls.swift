internal import Console
internal import DubberSimulator
internal import ExampleCompany
internal import Foundation
internal import Recordings
internal import Sharing

/// The calls of the demonstration and their recordings, made from a seed: the same at each start, but for the day.
struct DemoCalls: Sendable {
    /// A call with the recording that belongs to it, if it has one.
    struct Call: Sendable {
        let segment: CallSegment
        let recording: SimulatedRecording?
        /// Whether the first region lacks the recording.
        let isMissingOnFirstHost: Bool
    }

    /// Of the usual servers; the busy day comes besides.
    static let count = 200
    /// One call in so many was not recorded.
    private static let unrecordedEvery = 9
    /// One call in so many has no external call id and must be matched by numbers and time.
    private static let untaggedEvery = 5
    /// Calls come at most so far apart, in seconds.
    private static let longestPause = 3_600

    /// Newest first.
    let all: [Call]

    /// Makes the calls, the latest ending a few minutes before `now`.
    init(examples: [ExampleRecording], now: Date) {
        var random = SeededGenerator(seed: 20_261_120)
        var end = Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 60).rounded(.down) * 60 - 300)
        var calls: [Call] = []
        for number in 0..<Self.count {
            let audio = examples[random.below(examples.count)]
            let ringSeconds = 2 + random.below(20)
            let start = end.addingTimeInterval(Double(-audio.durationSeconds))
            calls.append(Self.call(number, start: start, audio: audio, random: &random))
            end = start.addingTimeInterval(Double(-ringSeconds - random.below(Self.longestPause)))
        }
        all = calls + Self.busyDay(examples: examples, before: end)
    }

    /// A call on a given Telephony Server, or on one of the usual ones.
    static func call(
        _ number: Int,
        on server: TelSysID? = nil,
        start: Date,
        audio: ExampleRecording,
        random: inout SeededGenerator
    ) -> Call {
        let isInbound = random.below(3) > 0
        let server = server ?? TelSysID(Int32(1 + random.below(3)))
        let outside = "+44163296\(String(1_000 + random.below(9_000)))"
        let inside = "+44113496\(String(1_000 + random.below(9_000)))"
        let callID = "callhalf-\(4_200_000 + number * 7):0"
        let trackingID = "7c0e\(1_000 + number)-demo"
        let isTagged = number % untaggedEvery != untaggedEvery - 1
        let segment = CallSegment(
            segmentID: "S-\(1_000 + number)",
            telSysID: server,
            partIDInTelSys: partition(on: server, &random),
            startTime: start,
            durationSeconds: audio.durationSeconds,
            direction: isInbound ? .inbound : .outbound,
            from: isInbound ? outside : inside,
            to: isInbound ? inside : outside,
            externalCallID: isTagged ? callID : nil,
            externalTrackingID: isTagged ? trackingID : nil
        )
        // Ids of up to 19 digits with leading zeros, in no order (Dubber API, `id`); each account puts its number in front.
        let id = "\(random.below(9_000_000) + 1_000_000)\(String(1_000 + number))"
        let recording = SimulatedRecording(
            id: id,
            from: segment.from ?? "",
            to: segment.to ?? "",
            callType: isInbound ? .inbound : .outbound,
            channel: "Agent \(1 + number % 12)",
            startTime: start.addingTimeInterval(1),
            durationSeconds: audio.durationSeconds,
            externalCallID: callID,
            externalTrackingIDs: [trackingID],
            audio: .example(audio.file)
        )
        return Call(
            segment: segment,
            recording: number % unrecordedEvery == unrecordedEvery - 1 ? nil : recording,
            isMissingOnFirstHost: number % 2 == 1
        )
    }

    private static func partition(on server: TelSysID, _ random: inout SeededGenerator) -> PartIDInTelSys? {
        switch server {
        case ExampleCompany.serviceDesk: nil
        case ExampleCompany.demonstration: PartIDInTelSys(1)
        default: PartIDInTelSys(Int32(1 + random.below(2)))
        }
    }

    /// The simulator that has these recordings: two regions and one that is down.
    func simulator() -> SimulatorConfiguration {
        let recordings = all.compactMap(\.recording)
        let half = all.filter { !$0.isMissingOnFirstHost }.compactMap(\.recording)
        func region(_ recordingsOf: (DemoAccount) -> [SimulatedRecording]) -> SimulatedRegion {
            SimulatedRegion(
                accounts: DemoAccount.all.map { account in
                    SimulatedAccount(
                        slug: account.slug,
                        clientID: account.clientID,
                        clientSecret: account.clientSecret,
                        authID: account.authID,
                        authToken: account.authToken,
                        recordings: recordingsOf(account).map { recording in
                            var own = recording
                            own.id = "0\(account.number)" + recording.id
                            return own
                        }
                    )
                }
            )
        }
        return SimulatorConfiguration(
            regions: [
                "uk1": region { $0.slug == DemoAccount.office.slug ? half : recordings },
                "uk2": region { _ in recordings },
                "down": region { _ in [] },
            ]
        )
    }

    /// The list that the page shows.
    var callList: CallList {
        CallList(
            readers: ExampleUser.all.map { .init(username: $0.username, fullName: $0.fullName, note: $0.note) },
            servers: [
                .init(telSysID: ExampleCompany.headOffice, description: "Head office"),
                .init(telSysID: ExampleCompany.contactCentre, description: "Contact centre"),
                .init(telSysID: ExampleCompany.demonstration, description: "Demonstration simulator"),
                .init(telSysID: ExampleCompany.serviceDesk, description: "Service desk, a busy day"),
            ],
            calls: all.map { .init($0.segment) }
        )
    }
}

extension SeededGenerator {
    /// A number from 0 to `limit` - 1.
    mutating func below(_ limit: Int) -> Int {
        Int(next() % UInt64(limit))
    }
}
