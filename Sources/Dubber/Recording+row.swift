internal import Foundation
internal import GRDB
internal import Recordings

/// A row that a database holds and nobody wrote.
struct UnreadableRecording: Error {}

extension KnownRecording {
    /// What ``init(_:)`` reads, in order, of the table `recording`.
    static let columns = [
        "recordingID", "seenAt", "fromParty", "toParty", "direction", "isVoicemail", "channel", "startTime",
        "durationSeconds", "expiryTime", "updatedAt", "externalCallID", "externalTrackingIDs", "fromKey", "toKey",
        "fromLabel", "toLabel", "isReady",
    ].map { "recording.\($0)" }.joined(separator: ", ")

    /// Reads a row.
    ///
    /// - Throws: ``UnreadableRecording`` for an id that is none.
    init(_ row: Row) throws {
        guard let id = RecordingID(row[0] as String) else {
            throw UnreadableRecording()
        }
        func date(_ column: Int) -> Date? {
            (row[column] as Double?).map { Date(stored: $0) }
        }
        let recording = Recording(
            recordingID: id,
            from: row[2],
            to: row[3],
            fromLabel: row[15],
            toLabel: row[16],
            direction: (row[4] as String?).flatMap { Recording.Direction(rawValue: $0) },
            isVoicemail: row[5],
            channel: row[6],
            startTime: Date(stored: row[7]),
            durationSeconds: row[8],
            expiryTime: date(9),
            updatedAt: date(10),
            externalCallID: row[11],
            externalTrackingIDs: (row[12] as String).split(separator: " ").map(String.init),
            isReady: row[17]
        )
        let parties = PartyKeys(
            from: (row[13] as Int64?).map { PartyKey(rawValue: $0) },
            to: (row[14] as Int64?).map { PartyKey(rawValue: $0) }
        )
        self.init(recording, parties: parties, seenAt: Date(stored: row[1]))
    }
}

extension Recording {
    /// Puts a recording in its place, over an older state of itself.
    static let insertion = """
        INSERT INTO recording (account, span, recordingID, seenAt, fromParty, toParty, direction, isVoicemail, channel,
            startTime, durationSeconds, expiryTime, updatedAt, externalCallID, externalTrackingIDs, callKey, fromKey, toKey,
            fromLabel, toLabel, isReady)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (account, span, recordingID) DO UPDATE SET seenAt = excluded.seenAt, fromParty = excluded.fromParty,
            toParty = excluded.toParty, direction = excluded.direction, isVoicemail = excluded.isVoicemail,
            channel = excluded.channel, startTime = excluded.startTime, durationSeconds = excluded.durationSeconds,
            expiryTime = excluded.expiryTime, updatedAt = excluded.updatedAt, externalCallID = excluded.externalCallID,
            externalTrackingIDs = excluded.externalTrackingIDs, callKey = excluded.callKey, fromKey = excluded.fromKey,
            toKey = excluded.toKey, fromLabel = excluded.fromLabel, toLabel = excluded.toLabel, isReady = excluded.isReady
        RETURNING number
        """

    /// The values of ``insertion``.
    func arguments(account: Int64, seenAt: Date) -> StatementArguments {
        let parties = PartyKeys(self)
        return [
            account, RecordingSpan.number(of: startTime), recordingID.rawValue, seenAt.stored, from, to,
            direction?.rawValue, isVoicemail, channel, startTime.stored, durationSeconds, expiryTime?.stored,
            updatedAt?.stored, externalCallID, externalTrackingIDs.joined(separator: " "),
            externalCallID.map { TextKey($0).rawValue }, parties.from?.rawValue, parties.to?.rawValue,
            fromLabel, toLabel, isReady,
        ]
    }

    /// Each tracking id as it is looked up by, without regard to case.
    var trackingKeys: Set<TextKey> {
        Set(externalTrackingIDs.map { TextKey($0.lowercased()) })
    }
}
