internal import Foundation
internal import Recordings

/// What a report page is told about one row, as it stands in JSON.
///
/// Written as texts and numbers alone: of a page of rows, whatever else is given to the encoder has it make an encoder for each.
struct AvailabilityResult: Encodable, Sendable {
    struct Entry: Encodable, Sendable {
        let callRecIntGUID: String
        let description: String

        init(_ entry: IntegrationEntry) {
            callRecIntGUID = entry.callRecIntGUID.rawValue
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
            try container.encode(recordingID.rawValue, forKey: .recordingID)
            try container.encode(audioURL, forKey: .audioURL)
            try container.encodePlainly(contentType, forKey: .contentType)
            try container.encodePlainly(durationSeconds, forKey: .durationSeconds)
            try container.encodePlainly(sizeBytes, forKey: .sizeBytes)
            try container.encode(RFC3339.text(startTime), forKey: .startTime)
            try container.encodePlainly(channel, forKey: .channel)
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
        try container.encodePlainly(segmentID, forKey: .segmentID)
        try container.encode(finding.state.rawValue, forKey: .state)
        try container.encode(finding.reason, forKey: .reason)
        try container.encode(finding.message, forKey: .message)
        try container.encode(finding.isRetryable, forKey: .retryable)
        try container.encode(RFC3339.text(checkedAt), forKey: .checkedAt)
        try container.encodePlainly(finding.retryAfterSeconds, forKey: .retryAfterSeconds)
        try container.encode(entry, forKey: .entry)
        try container.encode(recordings, forKey: .recordings)
    }
}

extension KeyedEncodingContainer {
    /// Writes a text, or `null`.
    fileprivate mutating func encodePlainly(_ text: String?, forKey key: Key) throws {
        if let text { try encode(text, forKey: key) } else { try encodeNil(forKey: key) }
    }

    /// Writes a number, or `null`.
    fileprivate mutating func encodePlainly(_ number: (some BinaryInteger & Encodable)?, forKey key: Key) throws {
        if let number { try encode(Int64(number), forKey: key) } else { try encodeNil(forKey: key) }
    }
}
