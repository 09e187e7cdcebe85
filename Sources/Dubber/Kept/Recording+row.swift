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
    /// The columns that a recording is found by, and those that its state lies in: where each stands is its parameter's number.
    static let place = ["account", "span", "recordingID"]
    static let state = [
        "fromParty", "toParty", "direction", "isVoicemail", "channel", "startTime", "durationSeconds", "expiryTime",
        "updatedAt",
        "externalCallID", "externalTrackingIDs", "callKey", "trackingKey", "fromKey", "toKey", "fromLabel", "toLabel",
        "isReady",
    ]

    /// Binds what ``RecordingWriting``'s statements are made of.
    func bind(to values: inout RowValues, account: Int64, seenAt: Date) {
        values.bind(account)
        values.bind(RecordingSpan.number(of: startTime))
        values.bind(recordingID.rawValue)
        values.bind(seenAt.stored)
        values.bind(from)
        values.bind(to)
        values.bind(direction?.rawValue)
        values.bind(Int64(isVoicemail ? 1 : 0))
        values.bind(channel)
        values.bind(startTime.stored)
        values.bind(durationSeconds.map(Int64.init))
        values.bind(expiryTime?.stored)
        values.bind(updatedAt?.stored)
        values.bind(externalCallID)
        values.bind(externalTrackingIDs.joined(separator: " "))
        values.bind(externalCallID.map { TextKey($0).rawValue })
        values.bind(externalTrackingIDs.first.map { Self.trackingKey($0).rawValue })
        let parties = PartyKeys(self)
        values.bind(parties.from?.rawValue)
        values.bind(parties.to?.rawValue)
        values.bind(fromLabel)
        values.bind(toLabel)
        values.bind(Int64(isReady ? 1 : 0))
    }

    /// The tracking ids behind the first, which lies beside the recording itself.
    var furtherTrackingKeys: Set<TextKey> {
        Set(externalTrackingIDs.dropFirst().map(Self.trackingKey))
    }

    /// Looked up without regard to case.
    private static func trackingKey(_ id: String) -> TextKey { TextKey(id.lowercased()) }
}
