package import Foundation

/// A recording that a simulated account has.
///
/// In JSON only `id`, `from`, `to`, `startTime` (RFC 3339), `durationSeconds` and `audio` are required.
package struct SimulatedRecording: Hashable, Sendable {
    package enum CallType: String, Codable, Hashable, Sendable {
        case inbound, outbound, meeting
    }

    package enum RecordingType: String, Codable, Hashable, Sendable {
        case recording, voicemail
    }

    /// A string of digits: leading zeros, up to 19 digits, not in time order.
    ///
    /// Source: Dubber API, `id` (A).
    package var id: String
    /// E.164, as dialled, or a person's name.
    ///
    /// Source: Dubber API, `to`, `from` (A).
    package var from: String
    package var to: String
    package var fromLabel: String?
    package var toLabel: String?
    /// `Active`, or what the provider calls a recording that it is still at work on (D).
    package var status: String
    /// Whether it is kept beyond its expiry time (D).
    package var isHeld: Bool
    package var callType: CallType
    package var recordingType: RecordingType
    /// The recorded party's display name.
    package var channel: String?
    package var startTime: Date
    /// Whole seconds.
    package var durationSeconds: Int
    /// The offset from UTC that `start_time` and `expiry_time` are written in; positive is east.
    package var utcOffsetMinutes: Int
    /// How long after the call's end the recording appears.
    ///
    /// Source: Dubber API, 1 to 8 s (A).
    package var appearsAfterSeconds: Int
    /// Source: Dubber API, `expiry_time` - `date_created` was 90 days (A).
    package var lifetimeDays: Int
    /// A later change; `nil` when there was none since it was created.
    package var updatedTime: Date?
    package var dubPointID: String
    /// The tag `external-call-id`.
    package var externalCallID: String?
    /// The tag `external-tracking-ids`; several are joined by a comma.
    package var externalTrackingIDs: [String]
    /// Further tags, such as `recorder-call-id`.
    package var otherTags: [String: String]
    package var audio: SimulatedAudio

    package init(
        id: String,
        from: String,
        to: String,
        fromLabel: String? = nil,
        toLabel: String? = nil,
        status: String = "Active",
        isHeld: Bool = false,
        callType: CallType = .inbound,
        recordingType: RecordingType = .recording,
        channel: String? = nil,
        startTime: Date,
        durationSeconds: Int,
        utcOffsetMinutes: Int = 0,
        appearsAfterSeconds: Int = 3,
        lifetimeDays: Int = 90,
        updatedTime: Date? = nil,
        dubPointID: String = "0a1b2c3d4e5f60718293",
        externalCallID: String? = nil,
        externalTrackingIDs: [String] = [],
        otherTags: [String: String] = [:],
        audio: SimulatedAudio
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.fromLabel = fromLabel
        self.toLabel = toLabel
        self.status = status
        self.isHeld = isHeld
        self.callType = callType
        self.recordingType = recordingType
        self.channel = channel
        self.startTime = startTime
        self.durationSeconds = durationSeconds
        self.utcOffsetMinutes = utcOffsetMinutes
        self.appearsAfterSeconds = appearsAfterSeconds
        self.lifetimeDays = lifetimeDays
        self.updatedTime = updatedTime
        self.dubPointID = dubPointID
        self.externalCallID = externalCallID
        self.externalTrackingIDs = externalTrackingIDs
        self.otherTags = otherTags
        self.audio = audio
    }

    /// Whether it can be played.
    package var isReady: Bool { status == "Active" }

    /// `date_created`: when the recording appears in lists.
    package var createdTime: Date {
        startTime.addingTimeInterval(Double(durationSeconds + appearsAfterSeconds))
    }

    /// `expiry_time`: when the provider forgets the recording.
    package var expiryTime: Date {
        createdTime.addingTimeInterval(Double(lifetimeDays) * 86_400)
    }

    /// Whether lists and details show the recording.
    ///
    /// - Parameters:
    ///   - now: the simulator's clock.
    ///   - delaySeconds: how much later than usual recordings appear.
    /// - Returns: `true` from its appearance to its expiry; while it is held, beyond that.
    package func isVisible(now: Date, delaySeconds: Int = 0) -> Bool {
        createdTime.addingTimeInterval(Double(delaySeconds)) <= now && (isHeld || now < expiryTime)
    }
}
