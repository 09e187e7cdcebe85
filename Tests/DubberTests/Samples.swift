import Foundation
import Recordings
import Testing

import Dubber

/// Made-up calls and recordings.
enum Samples {
    static let start = Date(timeIntervalSince1970: 1_794_990_000)

    static func segment(
        _ id: String = "S-1",
        start: Date = Samples.start,
        duration: Int? = 184,
        direction: CallSegment.Direction? = .inbound,
        from: String? = "+441632960111",
        to: String? = "+441632960222",
        callID: String? = nil,
        trackingID: String? = nil
    ) -> CallSegment {
        CallSegment(
            segmentID: id,
            telSysID: TelSysID(1),
            startTime: start,
            durationSeconds: duration,
            direction: direction,
            from: from,
            to: to,
            externalCallID: callID,
            externalTrackingID: trackingID
        )
    }

    static func recording(
        _ id: String = "0412345678",
        start: Date = Samples.start,
        duration: Int? = 184,
        direction: Recording.Direction? = .inbound,
        from: String = "+441632960111",
        to: String = "+441632960222",
        channel: String? = "Pat Example",
        expiry: Date? = nil,
        callID: String? = nil,
        trackingIDs: [String] = []
    ) throws -> Recording {
        Recording(
            recordingID: try #require(RecordingID(id)),
            from: from,
            to: to,
            direction: direction,
            isVoicemail: false,
            channel: channel,
            startTime: start,
            durationSeconds: duration,
            expiryTime: expiry,
            updatedAt: nil,
            externalCallID: callID,
            externalTrackingIDs: trackingIDs
        )
    }
}

extension RecordingIndex {
    func recordings(of key: IndexKey, startingIn span: Range<Date>) async -> [Recording] {
        await sight(of: key, IndexQuestion(everythingIn: span)).recordings
    }

    func coverage(of key: IndexKey, view: ListView = .account) async -> Coverage {
        switch view {
        case .account: await lists(of: key, numbers: []).coverage
        case .number(let number): await lists(of: key, numbers: [number]).numbers[number] ?? Coverage()
        }
    }

    /// Learns a page that is the whole of a list.
    func learnAll(
        _ recordings: [Recording],
        key: IndexKey,
        view: ListView = .account,
        at moment: Date = TestClock.start
    ) async {
        let page = RecordingPage(recordings: recordings, itemCount: recordings.count)
        let observation = ListReading.begin(page, askedAt: moment, pageSize: recordings.count)
        await take(.learned(LearnedPage(recordings, observation: observation, view: view, seenAt: moment)), key: key)
    }
}
