internal import Dubber
internal import Foundation
internal import PlaybackAudit
internal import Recordings
internal import Registry

/// Which recordings a call has, by its external call id, as far as the recording index knows.
struct CallRecordings: Sendable {
    /// Entries that are looked through where none is named.
    static let maximumEntries = 50
    /// Recordings of one call that are told of.
    static let maximumRecordings = 500
    private static let daySeconds: TimeInterval = 86_400

    let registry: Registry
    let provider: DubberProvider
    /// How long ago a call may have begun.
    let days: Int
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - callID: the external call id.
    ///   - entry: whose recordings; `nil` for those of all entries within the scope.
    ///   - scope: of who asks.
    /// - Returns: the recordings.
    /// - Throws: 400 where there are too many entries to look through all of them.
    func played(
        _ callID: String,
        entry: String?,
        within scope: AdministratorScope
    ) async throws(Problem) -> [AuditQuery.Played] {
        let now = now()
        // Its machine's clock may be ahead.
        let span = now.addingTimeInterval(-Self.daySeconds * Double(days))..<now.addingTimeInterval(Self.daySeconds)
        var played: [AuditQuery.Played] = []
        for entry in try entries(entry, within: scope) {
            let found = await provider.recordings(ofCall: callID, entry: entry, in: span)
            played += found.map { AuditQuery.Played(entry: entry.callRecIntGUID, recording: $0) }
        }
        return Array(played.prefix(Self.maximumRecordings))
    }

    private func entries(_ guid: String?, within scope: AdministratorScope) throws(Problem) -> [IntegrationEntry] {
        let entries = registry.snapshot.entries
        if let guid { return entries[CallRecIntGUID(guid)].map { scope.covers($0) ? [$0] : [] } ?? [] }
        let own = Array(entries.values.lazy.filter { scope.covers($0) }.prefix(Self.maximumEntries + 1))
        guard own.count <= Self.maximumEntries else {
            throw .badQuery(
                "A call is looked for in at most \(Self.maximumEntries) entries, and there are more: say entry as well."
            )
        }
        return own.sorted { $0.callRecIntGUID < $1.callRecIntGUID }
    }
}
