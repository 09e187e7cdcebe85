package import Foundation
package import Recordings

/// Which events are wanted.
package struct AuditQuery: Sendable, Hashable {
    package enum Order: String, Sendable, Hashable, CaseIterable {
        case oldest, newest
    }

    /// A recording, whose id only its entry makes unique.
    package struct Played: Sendable, Hashable {
        package let entry: CallRecIntGUID
        package let recording: RecordingID

        package init(entry: CallRecIntGUID, recording: RecordingID) {
            self.entry = entry
            self.recording = recording
        }
    }

    /// The most events of one page.
    package static let maximumLimit = 9_999

    /// Events that began from then on.
    package var since: Date?
    /// Events that began before then.
    package var until: Date?
    package var user: String?
    package var entry: String?
    package var recording: String?
    /// Events of any of these; `nil` for those of all.
    package var played: [Played]?
    package var kind: AuditEvent.Kind?
    package var outcome: AuditEvent.Outcome?
    package var order = Order.oldest
    /// Events behind this one, in their order; `nil` for the first.
    package var after: Int64?
    package var limit = 1_000

    package init() {}
}

/// A page of events.
package struct AuditPage: Sendable {
    package let events: [AuditEvent]
    /// What to give as `after` for those that follow; `nil` at the end.
    ///
    /// A page may have fewer events than there is room for, or none, and others follow: so many rows were looked at that it was given as it is.
    package let next: Int64?
}
