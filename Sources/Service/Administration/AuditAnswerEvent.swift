internal import Foundation
internal import PlaybackAudit
internal import Recordings

/// An event as `GET /v1/audit` gives it; what is not known is null.
struct AuditAnswerEvent: Encodable, Sendable {
    let id: Int64
    let kind: AuditEvent.Kind
    let user: Nullable<String>
    let token: Nullable<String>
    let callRecIntGUID: Nullable<String>
    let recordingID: Nullable<String>
    let address: String
    let download: Bool
    let startedAt: String
    let endedAt: Nullable<String>
    let outcome: String
    let code: Nullable<String>
    let requests: Int
    let seeks: Int
    let sentBytes: Int64
    let sizeBytes: Nullable<Int64>
    let ranges: [String]
    let rangesAreCoarse: Bool
    let urlExpiresAt: Nullable<Int64>
    let urlKeyID: Nullable<String>
    /// Of the user, and of the entry, as the registry has them now; `null` where it has not, or outside of who asks's scope.
    let userFullName: Nullable<String>
    let entryDescription: Nullable<String>

    init(_ event: AuditEvent, in snapshot: RegistrySnapshot, shownTo scope: AdministratorScope) {
        id = event.id
        kind = event.kind
        user = Nullable(event.user)
        token = Nullable(event.token)
        callRecIntGUID = Nullable(event.entry.isEmpty ? nil : event.entry)
        recordingID = Nullable(event.recordingID.isEmpty ? nil : event.recordingID)
        address = event.address
        download = event.download
        startedAt = Self.text(event.startedAt)
        endedAt = Nullable(event.endedAt.map(Self.text))
        outcome = event.outcome
        code = Nullable(event.code)
        requests = event.requests
        seeks = event.seeks
        sentBytes = event.sentBytes
        sizeBytes = Nullable(event.sizeBytes)
        ranges = event.ranges
        rangesAreCoarse = event.rangesAreCoarse
        urlExpiresAt = Nullable(event.urlExpiresAt)
        urlKeyID = Nullable(event.urlKeyID)
        let listener = event.user.flatMap { snapshot.user(named: $0) }
        userFullName = Nullable(listener.flatMap { scope.covers($0) ? $0.fullName : nil })
        let entry = snapshot.entries[CallRecIntGUID(event.entry)]
        entryDescription = Nullable(entry.flatMap { scope.covers($0) ? $0.description : nil })
    }

    /// With milliseconds: a playback may be short.
    static func text(_ date: Date) -> String {
        Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(date)
    }
}
