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

    /// One row, encoded with the names that `POST /v1/availability` takes.
    package struct Call: Sendable, Encodable {
        package let segment: CallSegment

        package init(_ segment: CallSegment) {
            self.segment = segment
        }

        package var segmentID: String { segment.segmentID }

        private enum CodingKeys: String, CodingKey {
            case segmentID, telSysID, partIDInTelSys, startTime, durationSeconds, direction, from, to, externalCallID
            case externalTrackingID
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(segment.segmentID, forKey: .segmentID)
            try container.encode(segment.telSysID, forKey: .telSysID)
            try container.encodeIfPresent(segment.partIDInTelSys, forKey: .partIDInTelSys)
            try container.encode(segment.startTime, forKey: .startTime)
            try container.encodeIfPresent(segment.durationSeconds, forKey: .durationSeconds)
            try container.encodeIfPresent(segment.direction, forKey: .direction)
            try container.encodeIfPresent(segment.from, forKey: .from)
            try container.encodeIfPresent(segment.to, forKey: .to)
            try container.encodeIfPresent(segment.externalCallID, forKey: .externalCallID)
            try container.encodeIfPresent(segment.externalTrackingID, forKey: .externalTrackingID)
        }
    }

    /// Who may look at it.
    package let readers: [Reader]
    package let servers: [Server]
    /// Newest first.
    package let calls: [Call]

    package init(readers: [Reader], servers: [Server], calls: [Call]) {
        self.readers = readers
        self.servers = servers
        self.calls = calls
    }

    /// The same calls, for some of the readers.
    package func readable(by isReader: (_ username: String) -> Bool) -> CallList {
        CallList(readers: readers.filter { isReader($0.username) }, servers: servers, calls: calls)
    }

    /// The calls of one Telephony Server.
    package func across(_ server: TelSysID) -> CallList {
        CallList(readers: readers, servers: servers, calls: calls.filter { $0.segment.telSysID == server })
    }
}
