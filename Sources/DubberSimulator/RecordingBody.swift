import Foundation

/// A recording as lists and details write it.
///
/// Source: Dubber API, Recordings (A). The detail adds `account` and, only with a listener, `recording_url` (A/B).
struct RecordingBody: Encodable {
    enum CodingKeys: String, CodingKey {
        case selfURL = "self"
        case id, to, from, channel, status, duration, account
        case fromLabel = "from_label"
        case toLabel = "to_label"
        case held
        case callType = "call_type"
        case recordingType = "recording_type"
        case startTime = "start_time"
        case expiryTime = "expiry_time"
        case dubPointID = "dub_point_id"
        case metaTags = "meta_tags"
        case dateCreated = "date_created"
        case dateUpdated = "date_updated"
        case recordingURL = "recording_url"
    }

    let selfURL: String
    let id: String
    let to: String
    let from: String
    let fromLabel: String?
    let toLabel: String?
    let callType: SimulatedRecording.CallType
    let recordingType: SimulatedRecording.RecordingType
    let channel: String?
    let status: String
    /// Written only where it is.
    let held: Bool?
    let startTime: String
    let duration: Int
    let expiryTime: String
    let dubPointID: String
    let metaTags: [String: String]
    let dateCreated: String
    let dateUpdated: String
    /// Only in the detail.
    var account: String?
    /// Only in the detail with a listener.
    var recordingURL: String?

    /// Writes a recording.
    ///
    /// - Parameters:
    ///   - recording: what is written.
    ///   - base: the region's URL with its version, such as `http://127.0.0.1:9000/uk1/v1`.
    ///   - writesISO8601Dates: instead of RFC 2822.
    init(_ recording: SimulatedRecording, base: String, writesISO8601Dates: Bool = false) {
        func written(_ date: Date, offsetMinutes: Int = 0) -> String {
            writesISO8601Dates
                ? DubberDates.iso8601(date, offsetMinutes: offsetMinutes)
                : DubberDates.rfc2822(date, offsetMinutes: offsetMinutes)
        }
        let offset = recording.utcOffsetMinutes
        selfURL = "\(base)/recordings/\(recording.id)"
        id = recording.id
        to = recording.to
        from = recording.from
        fromLabel = recording.fromLabel
        toLabel = recording.toLabel
        status = recording.status
        held = recording.isHeld ? true : nil
        callType = recording.callType
        recordingType = recording.recordingType
        channel = recording.channel
        startTime = written(recording.startTime, offsetMinutes: offset)
        duration = recording.durationSeconds
        expiryTime = written(recording.expiryTime, offsetMinutes: offset)
        dubPointID = recording.dubPointID
        dateCreated = written(recording.createdTime)
        dateUpdated = written(recording.updatedTime ?? recording.createdTime)
        var tags = recording.otherTags
        tags["recording-platform"] = tags["recording-platform"] ?? "broadworks"
        if let callID = recording.externalCallID { tags["external-call-id"] = callID }
        if !recording.externalTrackingIDs.isEmpty {
            tags["external-tracking-ids"] = recording.externalTrackingIDs.joined(separator: ",")
        }
        metaTags = tags
    }
}
