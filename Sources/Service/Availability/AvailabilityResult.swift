internal import Foundation
internal import Recordings

/// What a report page is told about one row, as it stands in JSON.
struct AvailabilityResult: Encodable, Sendable {
    struct Entry: Encodable, Sendable {
        let callRecIntGUID: CallRecIntGUID
        let description: String

        init(_ entry: IntegrationEntry) {
            callRecIntGUID = entry.callRecIntGUID
            description = entry.description
        }
    }

    struct PlayableRecording: Encodable, Sendable {
        let recordingID: RecordingID
        let audioURL: String
        /// Known once it was played.
        let contentType: String?
        let durationSeconds: Int?
        /// Known once it was played.
        let sizeBytes: Int64?
        let startTime: Date
        let channel: String?
        let matchedBy: String

        private enum CodingKeys: String, CodingKey {
            case recordingID, audioURL, contentType, durationSeconds, sizeBytes, startTime, channel, matchedBy
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(recordingID, forKey: .recordingID)
            try container.encode(audioURL, forKey: .audioURL)
            try container.encode(contentType, forKey: .contentType)
            try container.encode(durationSeconds, forKey: .durationSeconds)
            try container.encode(sizeBytes, forKey: .sizeBytes)
            try container.encode(startTime, forKey: .startTime)
            try container.encode(channel, forKey: .channel)
            try container.encode(matchedBy, forKey: .matchedBy)
        }
    }

    let segmentID: String?
    let finding: AvailabilityFinding
    /// When the provider's list was read that the answer rests on, so that its age can be told.
    let checkedAt: Date
    let entry: Entry?
    let recordings: [PlayableRecording]

    var state: AvailabilityState { finding.state }

    private enum CodingKeys: String, CodingKey {
        case segmentID, state, reason, message, retryable, checkedAt, retryAfterSeconds, entry, recordings
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(segmentID, forKey: .segmentID)
        try container.encode(finding.state, forKey: .state)
        try container.encode(finding.reason, forKey: .reason)
        try container.encode(finding.message, forKey: .message)
        try container.encode(finding.isRetryable, forKey: .retryable)
        try container.encode(checkedAt, forKey: .checkedAt)
        try container.encode(finding.retryAfterSeconds, forKey: .retryAfterSeconds)
        try container.encode(entry, forKey: .entry)
        try container.encode(recordings, forKey: .recordings)
    }
}
