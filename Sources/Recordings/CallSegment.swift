package import Foundation

/// One row of a Historic Call List report: the part of a call whose recording is wanted.
package struct CallSegment: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable, Codable, CaseIterable {
        case inbound
        case outbound
        case `internal`
    }

    /// The report's own name for the row, echoed in answers; unique within one request only.
    package let segmentID: String
    /// The Telephony Server that the report was run across.
    package let telSysID: TelSysID
    package let partIDInTelSys: PartIDInTelSys?
    package let startTime: Date
    /// Whole seconds; `nil` when the report does not know.
    package let durationSeconds: Int?
    package let direction: Direction?
    /// Calling and called party, as the report has them: E.164, national, an extension or a name.
    package let from: String?
    package let to: String?
    /// BroadWorks `callId`, such as `callhalf-123:0`.
    package let externalCallID: String?
    /// BroadWorks `extTrackingId`.
    package let externalTrackingID: String?

    package init(
        segmentID: String,
        telSysID: TelSysID,
        partIDInTelSys: PartIDInTelSys? = nil,
        startTime: Date,
        durationSeconds: Int? = nil,
        direction: Direction? = nil,
        from: String? = nil,
        to: String? = nil,
        externalCallID: String? = nil,
        externalTrackingID: String? = nil
    ) {
        self.segmentID = segmentID
        self.telSysID = telSysID
        self.partIDInTelSys = partIDInTelSys
        self.startTime = startTime
        self.durationSeconds = durationSeconds
        self.direction = direction
        self.from = from
        self.to = to
        self.externalCallID = externalCallID
        self.externalTrackingID = externalTrackingID
    }
}
