internal import Foundation
internal import GRDB
internal import Recordings

extension Recording {
    /// Reads a row of the table `recording`; `nil` for an id that is none.
    init?(_ row: Row) {
        guard let id = RecordingID(row["recordingID"] as String) else {
            return nil
        }
        func date(_ column: String) -> Date? {
            (row[column] as Double?).map { Date(timeIntervalSince1970: $0) }
        }
        self.init(
            recordingID: id,
            from: row["fromParty"],
            to: row["toParty"],
            direction: (row["direction"] as String?).flatMap { Direction(rawValue: $0) },
            isVoicemail: row["isVoicemail"],
            channel: row["channel"],
            startTime: Date(timeIntervalSince1970: row["startTime"]),
            durationSeconds: row["durationSeconds"],
            expiryTime: date("expiryTime"),
            updatedAt: date("updatedAt"),
            externalCallID: row["externalCallID"],
            externalTrackingIDs: (row["externalTrackingIDs"] as String).split(separator: " ").map(String.init)
        )
    }

    /// The values of a row, in the order of the table's columns.
    func arguments(account: Int64, seenAt: Date) -> StatementArguments {
        [
            account, recordingID.rawValue, seenAt.timeIntervalSince1970, from, to, direction?.rawValue, isVoicemail,
            channel, startTime.timeIntervalSince1970, durationSeconds, expiryTime?.timeIntervalSince1970,
            updatedAt?.timeIntervalSince1970, externalCallID, externalTrackingIDs.joined(separator: " "),
        ]
    }
}
