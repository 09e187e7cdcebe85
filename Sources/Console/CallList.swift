package import Foundation
package import Recordings

/// A Historic Call List for the console to show, with the users who may read it; only a demonstration has one.
package struct CallList: Sendable, Encodable {
    /// A user that the page can be looked at as.
    package struct Reader: Sendable, Encodable {
        package let username: String
        package let fullName: String
        /// What is special about the user, in a few words.
        package let note: String

        package init(username: String, fullName: String, note: String) {
            self.username = username
            self.fullName = fullName
            self.note = note
        }
    }

    /// A Telephony Server that a report can be run across.
    package struct Server: Sendable, Encodable {
        package let telSysID: TelSysID
        package let description: String

        package init(telSysID: TelSysID, description: String) {
            self.telSysID = telSysID
            self.description = description
        }
    }

    /// One row, with the names that `POST /v1/availability` takes.
    package struct Call: Sendable, Encodable {
        package let segmentID: String
        package let telSysID: TelSysID
        package let partIDInTelSys: PartIDInTelSys?
        package let startTime: Date
        package let durationSeconds: Int?
        package let direction: CallSegment.Direction?
        package let from: String?
        package let to: String?
        package let externalCallID: String?
        package let externalTrackingID: String?

        package init(_ segment: CallSegment) {
            segmentID = segment.segmentID
            telSysID = segment.telSysID
            partIDInTelSys = segment.partIDInTelSys
            startTime = segment.startTime
            durationSeconds = segment.durationSeconds
            direction = segment.direction
            from = segment.from
            to = segment.to
            externalCallID = segment.externalCallID
            externalTrackingID = segment.externalTrackingID
        }
    }

    package let readers: [Reader]
    package let servers: [Server]
    /// Newest first.
    package let calls: [Call]

    package init(readers: [Reader], servers: [Server], calls: [Call]) {
        self.readers = readers
        self.servers = servers
        self.calls = calls
    }
}
