internal import Crypto
package import Foundation
internal import GRDB
internal import Recordings
internal import Sharing

/// The counts of keys in a database; keys are told apart by a hash, never by the client id itself.
package struct StoredQuota: QuotaStore {
    private let database: DubberDatabase

    package init(database: DubberDatabase) {
        self.database = database
    }

    package func record(_ key: QuotaKey) async throws -> QuotaRecord? {
        let (host, hash) = (key.host, Self.hash(key))
        return try await database.read { try Self.record(host, hash, in: $0) }
    }

    package func add(_ purpose: QuotaPurpose, to key: QuotaKey, at now: Date) async throws -> QuotaRecord {
        let (host, hash, day) = (key.host, Self.hash(key), QuotaLane.day(of: now))
        let (requests, tokens) = purpose == .token ? (0, 1) : (1, 0)
        let time = now.timeIntervalSince1970
        return try await database.write { database in
            let addition = try database.cachedStatement(
                sql: """
                    INSERT INTO quota (host, clientHash, day, requests, tokenRequests, lastStart) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (host, clientHash) DO UPDATE SET
                        requests = excluded.requests + CASE WHEN day = excluded.day THEN requests ELSE 0 END,
                        tokenRequests = excluded.tokenRequests
                            + CASE WHEN day = excluded.day THEN tokenRequests ELSE 0 END,
                        searchRequests = CASE WHEN day = excluded.day THEN searchRequests ELSE 0 END,
                        day = excluded.day, lastStart = excluded.lastStart
                    """
            )
            try addition.execute(arguments: [host, hash, day, requests, tokens, time])
            return try Self.record(host, hash, in: database)
                ?? QuotaRecord(day: day, requests: requests, tokenRequests: tokens, exhaustedUntil: nil, lastStart: now)
        }
    }

    package func addSearch(to key: QuotaKey, day: Int) async throws {
        let (host, hash) = (key.host, Self.hash(key))
        try await database.write { database in
            let addition = try database.cachedStatement(
                sql: """
                    UPDATE quota SET searchRequests = searchRequests + 1
                    WHERE host = ? AND clientHash = ? AND day = ?
                    """
            )
            try addition.execute(arguments: [host, hash, day])
        }
    }

    package func giveBack(_ key: QuotaKey, day: Int) async throws {
        let (host, hash) = (key.host, Self.hash(key))
        try await database.write { database in
            try database.execute(
                sql: "UPDATE quota SET requests = max(0, requests - 1) WHERE host = ? AND clientHash = ? AND day = ?",
                arguments: [host, hash, day]
            )
        }
    }

    package func exhaust(_ key: QuotaKey, until: Date, now: Date) async throws {
        let (host, hash, day) = (key.host, Self.hash(key), QuotaLane.day(of: now))
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO quota (host, clientHash, day, requests, tokenRequests, exhaustedUntil)
                    VALUES (?, ?, ?, 0, 0, ?)
                    ON CONFLICT (host, clientHash) DO UPDATE SET exhaustedUntil = excluded.exhaustedUntil
                    """,
                arguments: [host, hash, day, until.timeIntervalSince1970]
            )
        }
    }

    private static func record(_ host: String, _ hash: String, in database: Database) throws -> QuotaRecord? {
        let selection = try database.cachedStatement(sql: "SELECT * FROM quota WHERE host = ? AND clientHash = ?")
        return try Row.fetchOne(selection, arguments: [host, hash]).map { row in
            var record = QuotaRecord(
                day: row["day"],
                requests: row["requests"],
                tokenRequests: row["tokenRequests"],
                exhaustedUntil: (row["exhaustedUntil"] as Double?).map { Date(timeIntervalSince1970: $0) },
                lastStart: (row["lastStart"] as Double?).map { Date(timeIntervalSince1970: $0) }
            )
            record.searchRequests = row["searchRequests"]
            return record
        }
    }

    private static func hash(_ key: QuotaKey) -> String {
        HexText.lowercase(SHA256.hash(data: Data(key.clientID.reveal().utf8)))
    }
}
