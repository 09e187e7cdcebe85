package import Foundation

/// A recording as the provider's lists describe it.
package struct Recording: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable {
        case inbound
        case outbound
        case meeting
    }

    package let recordingID: RecordingID
    /// The parties as the provider has them: E.164, as dialled, or a person's name.
    package let from: String
    package let to: String
    /// Display names that the provider has beside the parties.
    package let fromLabel: String?
    package let toLabel: String?
    package let direction: Direction?
    /// Whether it was left on voicemail rather than recorded from a call.
    package let isVoicemail: Bool
    /// The recorded party's display name.
    package let channel: String?
    package let startTime: Date
    /// Whole seconds.
    package let durationSeconds: Int?
    /// When the provider forgets it; audio is never served after this.
    package let expiryTime: Date?
    package let updatedAt: Date?
    /// The tag `external-call-id`.
    package let externalCallID: String?
    /// The tag `external-tracking-ids`, which may hold several.
    package let externalTrackingIDs: [String]
    /// Whether it can be played; one that the provider is still at work on cannot yet.
    package let isReady: Bool

    package init(
        recordingID: RecordingID,
        from: String,
        to: String,
        fromLabel: String? = nil,
        toLabel: String? = nil,
        direction: Direction?,
        isVoicemail: Bool,
        channel: String?,
        startTime: Date,
        durationSeconds: Int?,
        expiryTime: Date?,
        updatedAt: Date?,
        externalCallID: String?,
        externalTrackingIDs: [String],
        isReady: Bool = true
    ) {
        self.recordingID = recordingID
        self.from = from
        self.to = to
        self.fromLabel = fromLabel
        self.toLabel = toLabel
        self.direction = direction
        self.isVoicemail = isVoicemail
        self.channel = channel
        self.startTime = startTime
        self.durationSeconds = durationSeconds
        self.expiryTime = expiryTime
        self.updatedAt = updatedAt
        self.externalCallID = externalCallID
        self.externalTrackingIDs = externalTrackingIDs
        self.isReady = isReady
    }
}
