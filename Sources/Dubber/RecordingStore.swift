internal import Foundation
internal import GRDB
internal import Recordings

/// An account's recordings and coverage as a database keeps them.
struct KeptAccount: Sendable {
    var recordings: [(recording: Recording, seenAt: Date)] = []
    var coverages: [ListView: Coverage] = [:]
}

/// The rows of the recording index.
struct RecordingStore: Sendable {
    /// Recordings kept on disk, over all accounts; beyond it the account used longest ago goes.
    static let maximumRecordings = 1_000_000
    /// A recording past its expiry time is remembered for so long, so that it can be called expired.
    static let expiredKeptSeconds: TimeInterval = 30 * 86_400
    /// An account not used for so long goes.
    static let unusedKeptSeconds: TimeInterval = 90 * 86_400

    let database: DubberDatabase

    /// Removes what is too old or too much; done once, at the start.
    func tidy(now: Date) async throws {
        let unused = now.addingTimeInterval(-Self.unusedKeptSeconds).timeIntervalSince1970
        let expired = now.addingTimeInterval(-Self.expiredKeptSeconds).timeIntervalSince1970
        try await database.write { database in
            try database.execute(sql: "DELETE FROM recordingAccount WHERE usedAt < ?", arguments: [unused])
            try database.execute(sql: "DELETE FROM recording WHERE expiryTime < ?", arguments: [expired])
            let oldestFirst = try Int64.fetchAll(database, sql: "SELECT number FROM recordingAccount ORDER BY usedAt")
            for account in oldestFirst {
                let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM recording") ?? 0
                guard count > Self.maximumRecordings else {
                    return
                }
                try database.execute(sql: "DELETE FROM recordingAccount WHERE number = ?", arguments: [account])
            }
        }
    }

    /// Everything of an account; empty when there is nothing.
    func account(_ key: IndexKey) async throws -> KeptAccount {
        try await database.read { database in
            guard let number = try Self.number(of: key, in: database) else {
                return KeptAccount()
            }
            var kept = KeptAccount()
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT * FROM recording WHERE account = ?",
                arguments: [number]
            )
            while let row = try rows.next() {
                // Without one of its recordings, the claim to know them all would be wrong.
                guard let recording = Recording(row) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a recording without an id")
                }
                kept.recordings.append((recording, Date(timeIntervalSince1970: row["seenAt"])))
            }
            let sql = "SELECT number, observations FROM recordingCoverage WHERE account = ?"
            for row in try Row.fetchAll(database, sql: sql, arguments: [number]) {
                let view = ListView(stored: row["number"])
                kept.coverages[view] = try? Coverage(stored: row["observations"])
            }
            return kept
        }
    }

    /// Keeps recordings together with the coverage that rests on them.
    func keep(_ recordings: [Recording], coverage: Coverage?, view: ListView, key: IndexKey, seenAt: Date) async throws
    {
        try await database.write { database in
            let number = try Self.makeAccount(key, usedAt: seenAt, in: database)
            let insert = try database.cachedStatement(sql: Self.insertion)
            for recording in recordings {
                try insert.execute(arguments: recording.arguments(account: number, seenAt: seenAt))
            }
            if let coverage {
                try Self.keep(coverage, view: view, account: number, in: database)
            }
        }
    }

    /// Keeps an account as it is in memory, in place of whatever is kept of it.
    func replace(_ key: IndexKey, with account: KeptAccount) async throws {
        let usedAt = account.recordings.map(\.seenAt).max() ?? .distantPast
        try await database.write { database in
            if let number = try Self.number(of: key, in: database) {
                try database.execute(sql: "DELETE FROM recordingAccount WHERE number = ?", arguments: [number])
            }
            let number = try Self.makeAccount(key, usedAt: usedAt, in: database)
            let insert = try database.cachedStatement(sql: Self.insertion)
            for (recording, seenAt) in account.recordings {
                try insert.execute(arguments: recording.arguments(account: number, seenAt: seenAt))
            }
            for (view, coverage) in account.coverages {
                try Self.keep(coverage, view: view, account: number, in: database)
            }
        }
    }

    /// Removes recordings that are gone.
    func remove(_ ids: [RecordingID], key: IndexKey) async throws {
        try await database.write { database in
            guard let number = try Self.number(of: key, in: database) else {
                return
            }
            let delete = try database.cachedStatement(
                sql: "DELETE FROM recording WHERE account = ? AND recordingID = ?"
            )
            for id in ids {
                try delete.execute(arguments: [number, id.rawValue])
            }
        }
    }

    func forget(_ entry: CallRecIntGUID) async throws {
        try await database.write { database in
            try database.execute(
                sql: "DELETE FROM recordingAccount WHERE callRecIntGUID = ?",
                arguments: [entry.rawValue]
            )
        }
    }

    private static let insertion = """
        INSERT OR REPLACE INTO recording (account, recordingID, seenAt, fromParty, toParty, direction, isVoicemail, channel,
            startTime, durationSeconds, expiryTime, updatedAt, externalCallID, externalTrackingIDs)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static func number(of key: IndexKey, in database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: "SELECT number FROM recordingAccount WHERE callRecIntGUID = ? AND revision = ? AND host = ?",
            arguments: [key.entry.rawValue, key.revision, key.host]
        )
    }

    /// An entry's older revisions go when a newer one learns something.
    private static func makeAccount(_ key: IndexKey, usedAt: Date, in database: Database) throws -> Int64 {
        let time = usedAt.timeIntervalSince1970
        if let number = try number(of: key, in: database) {
            try database.execute(
                sql: "UPDATE recordingAccount SET usedAt = ? WHERE number = ?",
                arguments: [time, number]
            )
            return number
        }
        try database.execute(
            sql: "DELETE FROM recordingAccount WHERE callRecIntGUID = ? AND revision < ?",
            arguments: [key.entry.rawValue, key.revision]
        )
        try database.execute(
            sql: "INSERT INTO recordingAccount (callRecIntGUID, revision, host, usedAt) VALUES (?, ?, ?, ?)",
            arguments: [key.entry.rawValue, key.revision, key.host, time]
        )
        return database.lastInsertedRowID
    }

    private static func keep(_ coverage: Coverage, view: ListView, account: Int64, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO recordingCoverage (account, number, observations) VALUES (?, ?, ?)",
            arguments: [account, view.stored, try coverage.stored()]
        )
    }
}

extension Coverage {
    /// Dates go through the same number as those of recordings: the last bit decides whether one was seen before or by a list.
    fileprivate func stored() throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    fileprivate init(stored: String) throws {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        self = try decoder.decode(Coverage.self, from: Data(stored.utf8))
    }
}

extension ListView {
    /// The account's whole list is the empty number.
    fileprivate var stored: String {
        if case .number(let number) = self { number } else { "" }
    }

    fileprivate init(stored: String) {
        self = stored.isEmpty ? .account : .number(stored)
    }
}
