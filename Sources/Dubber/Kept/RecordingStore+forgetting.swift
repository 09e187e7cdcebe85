internal import Foundation
internal import GRDB
internal import Recordings

/// What goes, and how: a little at a time, because who counts a request waits behind it.
extension RecordingStore {
    /// Rows that one transaction removes, or makes anew.
    private static let rowsAtOnce = 1_000
    /// Rows that one transaction looks through.
    private static let scannedAtOnce = 20_000
    /// What was asked for so lately is not let go for want of room: somebody waits for it.
    private static let sparedSeconds: TimeInterval = 600
    /// An account without an owner.
    private static let nobody = ""
    /// The limit must have been raised by more than this for older recordings to be asked for again.
    private static let roomShare = 10

    /// Removes what is too old, makes keys of another version anew, and counts afresh; done once, at the start.
    func tidy(now: Date) async throws {
        let unused = now.addingTimeInterval(-Self.unusedKeptSeconds).stored
        let expired = now.addingTimeInterval(-LearnedPage.expiredKeptSeconds).stored
        try await database.write { try Self.disown("usedAt < ?", arguments: [unused], in: $0) }
        try await sweep()
        let newest = try await database.read { try Int64.fetchOne($0, sql: "SELECT max(number) FROM recording") } ?? 0
        for first in stride(from: Int64(0), through: newest, by: Self.scannedAtOnce) {
            let numbers = first..<first + Int64(Self.scannedAtOnce)
            try await database.write { try Self.removeExpired(before: expired, among: numbers, in: $0) }
            try await renewKeys(of: numbers)
        }
        let maximum = maximumRecordings
        try await database.write { database in
            try database.execute(
                sql: """
                    UPDATE recordingAccount SET keyVersion = ?, recordings =
                        (SELECT count(*) FROM recording INDEXED BY recordingByStart WHERE account = recordingAccount.number)
                    """,
                arguments: [PartyKey.version]
            )
            let total = try Int.fetchOne(database, sql: "SELECT sum(recordings) FROM recordingAccount") ?? 0
            if total < maximum - maximum / Self.roomShare {
                try database.execute(sql: "UPDATE recordingAccount SET keptFrom = NULL")
            }
        }
    }

    /// Lets accounts go: nothing leads to them any more, and their rows are swept away later.
    static func disown(_ condition: String, arguments: StatementArguments, in database: Database) throws {
        let numbers = try Int64.fetchAll(
            database,
            sql: "SELECT number FROM recordingAccount WHERE callRecIntGUID <> '\(nobody)' AND \(condition)",
            arguments: arguments
        )
        for number in numbers {
            try database.execute(sql: "DELETE FROM recordingCoverage WHERE account = ?", arguments: [number])
            try database.execute(
                sql: "UPDATE recordingAccount SET callRecIntGUID = '\(nobody)', host = ? WHERE number = ?",
                arguments: [String(number), number]
            )
        }
    }

    /// Removes rows of accounts without an owner, so many transactions long; what is left goes with later pages, or at the next start.
    func sweep(atMost transactions: Int = .max) async throws {
        var left = transactions
        while left > 0, try await database.write({ try Self.sweepSome(in: $0) }) { left -= 1 }
    }

    /// Removes rows for want of an owner, or for want of room: the oldest recordings first, and with them the claim to know them.
    static func makeRoom(maximum: Int, at moment: Date, in database: Database) throws {
        guard try !sweepSome(in: database) else {
            return
        }
        let count = try database.cachedStatement(sql: "SELECT sum(recordings) FROM recordingAccount")
        let excess = (try Int.fetchOne(count) ?? 0) - maximum
        guard excess > 0, let account = try oldestAccount(in: database) else {
            return
        }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT \(KnownRecording.columns), recording.number FROM recording INDEXED BY recordingByStart
                WHERE account = ? ORDER BY startTime LIMIT ?
                """,
            arguments: [account, min(excess, rowsAtOnce)]
        )
        let spared = excess > rowsAtOnce ? Date.distantFuture : moment.addingTimeInterval(-sparedSeconds)
        var newest: Date?
        var gone = 0
        for row in rows {
            let known = try KnownRecording(row)
            guard known.seenAt < spared else { continue }
            try delete(known.recording, number: row["number"], account: account, in: database)
            newest = known.recording.startTime
            gone += 1
        }
        guard let newest else {
            return
        }
        try raise(account, to: newest.addingTimeInterval(1), spared: spared, gone: gone, in: database)
    }

    private static func oldestAccount(in database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT number FROM recordingAccount WHERE recordings > 0 ORDER BY
                    (SELECT min(startTime) FROM recording INDEXED BY recordingByStart WHERE account = recordingAccount.number)
                LIMIT 1
                """
        )
    }

    /// Nothing is known any more of what began before, but by lists that were read so lately that their recordings were spared.
    private static func raise(
        _ account: Int64,
        to floor: Date,
        spared: Date,
        gone: Int,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE recordingCoverage SET floor = ?1, cursor = NULL, anchor = NULL
                WHERE account = ?2 AND floor < ?1 AND asOf < ?3
                """,
            arguments: [floor.stored, account, spared.stored]
        )
        try database.execute(
            sql: """
                UPDATE recordingAccount SET keptFrom = max(ifnull(keptFrom, ?1), ?1), recordings = max(0, recordings - ?2)
                WHERE number = ?3
                """,
            arguments: [floor.stored, gone, account]
        )
    }

    /// - Returns: whether there may be more.
    private static func sweepSome(in database: Database) throws -> Bool {
        let selection = try database.cachedStatement(
            sql: "SELECT number FROM recordingAccount WHERE callRecIntGUID = '\(nobody)' LIMIT 1"
        )
        guard let account = try Int64.fetchOne(selection) else {
            return false
        }
        try database.execute(
            sql: """
                DELETE FROM recording WHERE number IN
                    (SELECT number FROM recording INDEXED BY recordingByStart WHERE account = ? LIMIT ?)
                """,
            arguments: [account, rowsAtOnce]
        )
        var gone = database.changesCount
        try database.execute(
            sql: """
                DELETE FROM recordingTracking WHERE account = ?1 AND (span, trackingKey, recording) IN
                    (SELECT span, trackingKey, recording FROM recordingTracking WHERE account = ?1 LIMIT ?2)
                """,
            arguments: [account, rowsAtOnce]
        )
        gone += database.changesCount
        if gone == 0 {
            try database.execute(sql: "DELETE FROM recordingAccount WHERE number = ?", arguments: [account])
        }
        return true
    }

    private static func removeExpired(before: Double, among numbers: Range<Int64>, in database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT \(KnownRecording.columns), recording.number, account FROM recording
                WHERE number >= ? AND number < ? AND expiryTime < ?
                """,
            arguments: [numbers.lowerBound, numbers.upperBound, before]
        )
        for row in rows {
            let recording = try KnownRecording(row).recording
            try delete(recording, number: row["number"], account: row["account"], in: database)
        }
    }

    private func renewKeys(of numbers: Range<Int64>) async throws {
        let isDue = try await database.read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM recordingAccount WHERE keyVersion <> ?)",
                arguments: [PartyKey.version]
            ) ?? false
        }
        guard isDue else {
            return
        }
        try await database.write { database in
            let rows = try Row.fetchAll(
                database,
                sql:
                    "SELECT number, fromParty, toParty, fromLabel, toLabel FROM recording WHERE number >= ? AND number < ?",
                arguments: [numbers.lowerBound, numbers.upperBound]
            )
            let update = try database.cachedStatement(
                sql: "UPDATE recording SET fromKey = ?, toKey = ? WHERE number = ?"
            )
            for row in rows {
                let parties = PartyKeys(from: PartyKey(row[1], label: row[3]), to: PartyKey(row[2], label: row[4]))
                try update.execute(arguments: [parties.from?.rawValue, parties.to?.rawValue, row[0] as Int64])
            }
        }
    }
}
