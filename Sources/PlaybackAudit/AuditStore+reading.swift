internal import Foundation
internal import GRDB

extension AuditStore {
    /// A page of the events that are asked for.
    ///
    /// - Parameters:
    ///   - query: which events.
    ///   - open: the numbers of the playbacks under way.
    /// - Returns: the page.
    /// - Throws: what the database throws.
    func page(_ query: AuditQuery, open: [Int64]) async throws -> AuditPage {
        try await pool.read { db in try AuditReading(query, open: open, db).page() }
    }
}

extension AuditEvent {
    /// A beginning, with the columns `endedMilliseconds` and `ending` of its end.
    init?(_ row: Row) {
        guard let record = AuditRecord(row) else { return nil }
        let isNamed = !record.listener.isEmpty
        let begun = AuditDetail.read(record.detail, as: AuditDetail.Begun.self)
        let notPlayed = AuditDetail.read(record.detail, as: AuditDetail.NotPlayed.self)
        let ending: String? = row["ending"]
        let ended = ending.flatMap { AuditDetail.read($0, as: AuditDetail.Ended.self) }
        let endedMilliseconds: Int64? = row["endedMilliseconds"]
        let kind: Kind =
            switch record.kind {
            case .looked: .looked
            case .notPlayed: .notPlayed
            case .begun, .ended, .retention, .gap: .playback
            }
        let isBeginning = kind != .notPlayed
        self.init(
            id: row["sequence"],
            kind: kind,
            user: isNamed && record.means == "url" ? record.listener : nil,
            token: isNamed && record.means == "token" ? record.listener : nil,
            entry: record.entry,
            recordingID: record.recording,
            address: record.address,
            download: begun?.download ?? notPlayed?.download ?? false,
            startedAt: Self.date(record.atMilliseconds),
            endedAt: endedMilliseconds.map(Self.date),
            outcome: isBeginning ? ended?.outcome ?? "open" : "notPlayed",
            code: isBeginning ? ended?.code : notPlayed?.code,
            requests: isBeginning ? ended?.answers ?? 0 : notPlayed?.count ?? 0,
            seeks: ended?.seeks ?? 0,
            sentBytes: ended?.sentBytes ?? 0,
            sizeBytes: begun?.sizeBytes,
            ranges: ended?.ranges ?? begun.map { [$0.range] }?.filter { !$0.isEmpty } ?? [],
            rangesAreCoarse: ended?.rangesAreCoarse ?? false,
            urlExpiresAt: begun?.exp,
            urlKeyID: begun?.kid
        )
    }

    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
