package import Foundation

extension SimulatorConfiguration {
    /// The account of the built-in set that owns all example recordings.
    package static let exampleAccount = SimulatedAccount(
        slug: "calder-valley",
        clientID: "cvk7f3m9q2x8w4t6r1p5z0ab",
        clientSecret: "s3cr3tCVos",
        authID: "cvauth00001",
        authToken: "cvtokencvtokencvtok1"
    )

    /// The account of the built-in set that a demonstration simulator's calls are played from.
    package static let demonstrationAccount = SimulatedAccount(
        slug: "demonstration",
        clientID: "dmk7f3m9q2x8w4t6r1p5z0ab",
        clientSecret: "s3cr3tDemo",
        authID: "dmauth00001",
        authToken: "dmtokendmtokendmtok1"
    )

    /// How many of the example account's recordings only `uk2` has.
    package static let secondRegionOnlyCount = 3

    /// A built-in set: regions `uk1` and `uk2` with the same two accounts and all example recordings.
    ///
    /// `uk2` has them all; `uk1` lacks the oldest ``secondRegionOnlyCount`` of the example account, so that a client
    /// has to ask its second host.
    ///
    /// - Parameter moment: the newest call ended an hour before; the rest lie within the week before that.
    /// - Returns: a configuration with the usual quotas and lifetimes.
    /// - Throws: ``SimulatorError/examplesMissing``.
    package static func examples(endingAt moment: Date) throws(SimulatorError) -> SimulatorConfiguration {
        let examples = try ExampleRecordings()
        var example = exampleAccount
        example.recordings = examples.all.enumerated().map { index, file in
            exampleCall(file, index: index, endingAt: moment)
        }
        var demonstration = demonstrationAccount
        demonstration.recordings = examples.all.prefix(demonstrationCount).enumerated().map { index, file in
            demonstrationCall(file, index: index, endingAt: moment)
        }
        var firstRegionExample = example
        firstRegionExample.recordings.removeLast(min(secondRegionOnlyCount, example.recordings.count))
        return SimulatorConfiguration(regions: [
            "uk1": SimulatedRegion(accounts: [firstRegionExample, demonstration]),
            "uk2": SimulatedRegion(accounts: [example, demonstration]),
        ])
    }

    private static let demonstrationCount = 6
    private static let secondsBetweenCalls = 9 * 3600 + 420

    /// Ids with a leading zero and with 19 digits, in no order of time.
    ///
    /// Source: Dubber API, `id` (A).
    private static func exampleID(_ index: Int) -> String {
        let scattered = (index * 7_919 + 4_177) % 10_000
        return index.isMultiple(of: 3) ? "04123\(10_000 + scattered)" : "92233720368547\(10_000 + scattered)"
    }

    private static func exampleCall(_ file: ExampleRecording, index: Int, endingAt moment: Date) -> SimulatedRecording {
        let people = ["Ewan Murray", "Anna Field", "Sam Whitlock", "Priya Shah"]
        let isInbound = !index.isMultiple(of: 4)
        let customer = "+441632960\(100 + index * 7)"
        let extensionNumber = "+441132960\(100 + index % people.count)"
        let start = start(index: index, durationSeconds: file.durationSeconds, endingAt: moment)
        return SimulatedRecording(
            id: exampleID(index),
            from: isInbound ? customer : extensionNumber,
            to: isInbound ? extensionNumber : customer,
            fromLabel: isInbound ? nil : people[index % people.count],
            callType: isInbound ? .inbound : .outbound,
            recordingType: file.file.hasPrefix("voicemail") ? .voicemail : .recording,
            channel: people[index % people.count],
            startTime: start,
            durationSeconds: file.durationSeconds,
            externalCallID: "callhalf-\(20_100_000 + index * 37):0",
            externalTrackingIDs: trackingIDs(index),
            otherTags: [
                "recorder-call-id": "BW\(900_000_000 + index)-\(index)@192.0.2.10",
                "recorder-identifier": "eu-west-2.dr-bc-uk1",
            ],
            audio: .example(file.file)
        )
    }

    private static func demonstrationCall(
        _ file: ExampleRecording,
        index: Int,
        endingAt moment: Date
    ) -> SimulatedRecording {
        SimulatedRecording(
            id: "0700\(900_000 - index * 311)",
            from: "+441632960\(700 + index)",
            to: "+441632960\(800 + index % 3)",
            channel: "Demonstration User \(index % 3 + 1)",
            startTime: start(index: index, durationSeconds: file.durationSeconds, endingAt: moment),
            durationSeconds: file.durationSeconds,
            externalCallID: "callhalf-\(70_000_000 + index):0",
            externalTrackingIDs: ["7a3d0000-0000-4000-8000-00000000000\(index)"],
            audio: .example(file.file)
        )
    }

    private static func start(index: Int, durationSeconds: Int, endingAt moment: Date) -> Date {
        let wholeSeconds = moment.timeIntervalSince1970.rounded(.down)
        return Date(timeIntervalSince1970: wholeSeconds)
            .addingTimeInterval(-3600 - Double(index * secondsBetweenCalls + durationSeconds))
    }

    /// A transferred call has several.
    private static func trackingIDs(_ index: Int) -> [String] {
        let own = "5b1c0000-0000-4000-8000-0000000000\(10 + index)"
        return index % 5 == 2 ? [own, "5b1c0000-0000-4000-8000-0000000009\(10 + index)"] : [own]
    }
}
