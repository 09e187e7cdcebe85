import DubberSimulator
import Foundation

/// An account with four recordings, newest first `0412345678`, `7`, `9223372036854700001`, `055`, and one that belongs
/// to another account.
enum SampleAccount {
    /// Mon, 03 Dec 2018 12:00:00 +0000.
    static let now = Date(timeIntervalSince1970: 1_543_838_400)
    static let audioBytes: Int64 = 200_000

    static let account = SimulatedAccount(
        slug: "acme",
        clientID: "abcdefghijklmnopqrstuvwx",
        clientSecret: "0123456789",
        authID: "authid00001",
        authToken: "abcdefghijklmnopqrst",
        recordings: [
            recording("055", hoursAgo: 40, to: "Jo Meeting", callType: .meeting, audio: .example("delivery.wav")),
            recording("0412345678", hoursAgo: 1),
            recording("9223372036854700001", hoursAgo: 30, from: "0113296000"),
            recording("7", hoursAgo: 20, recordingType: .voicemail),
        ]
    )

    static let other = SimulatedAccount(
        slug: "globex",
        clientID: "xwvutsrqponmlkjihgfedcba",
        clientSecret: "9876543210",
        authID: "authid00002",
        authToken: "tsrqponmlkjihgfedcba",
        recordings: [recording("0999", hoursAgo: 2)]
    )

    /// Regions `uk1` and `uk2`; quotas count without refusing.
    static func configuration(_ change: (inout SimulatorConfiguration) -> Void = { _ in }) -> SimulatorConfiguration {
        var configuration = SimulatorConfiguration(
            regions: [
                "uk1": SimulatedRegion(accounts: [account, other]), "uk2": SimulatedRegion(accounts: [account]),
            ],
            quota: .unlimited
        )
        change(&configuration)
        return configuration
    }

    static func recording(
        _ id: String,
        hoursAgo: Double,
        from: String = "+6495550100",
        to: String = "0800111222",
        callType: SimulatedRecording.CallType = .outbound,
        recordingType: SimulatedRecording.RecordingType = .recording,
        audio: SimulatedAudio = .generated(sizeBytes: audioBytes, seed: 7)
    ) -> SimulatedRecording {
        SimulatedRecording(
            id: id,
            from: from,
            to: to,
            fromLabel: "Pat Example",
            callType: callType,
            recordingType: recordingType,
            channel: "Pat Example",
            startTime: now.addingTimeInterval(-3600 * hoursAgo),
            durationSeconds: 30,
            utcOffsetMinutes: 780,
            externalCallID: "callhalf-1234567890:0",
            externalTrackingIDs: ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"],
            otherTags: ["recorder-call-id": "BW210000123021218-123456789@192.0.2.10"],
            audio: audio
        )
    }
}
