internal import Foundation
internal import GRDB

/// The table of API tokens; of a token's secret only the hash is kept.
enum TokenTable {
    static func all(_ db: Database) throws -> [(token: APIToken, hash: TokenHash)] {
        let sql = """
            SELECT name, role, createdAtMilliseconds, revokedAtMilliseconds, secretHash FROM apiToken ORDER BY name
            """
        return try Row.fetchAll(db, sql: sql).compactMap { row in
            // One that only a later version knows permits nothing here.
            guard let role = TokenRole(rawValue: row[1]) else { return nil }
            let revokedAtMilliseconds: Int64? = row[3]
            let token = APIToken(
                name: row[0],
                role: role,
                createdAt: date(row[2]),
                revokedAt: revokedAtMilliseconds.map(date)
            )
            let hash: Data = row[4]
            return (token, TokenHash(bytes: Array(hash)))
        }
    }

    /// A page by name, revoked ones included, with what is kept of their use.
    ///
    /// - Parameters:
    ///   - name: behind which the page begins; `nil` for the first.
    ///   - limit: how many to give at most.
    ///   - db: to read from.
    /// - Returns: the tokens.
    /// - Throws: what the database throws.
    static func standings(after name: String?, limit: Int, _ db: Database) throws -> [TokenStanding] {
        let sql = """
            SELECT apiToken.name, role, createdAtMilliseconds, revokedAtMilliseconds, usedAtMilliseconds
            FROM apiToken LEFT JOIN apiTokenUse ON apiTokenUse.name = apiToken.name
            WHERE ?1 IS NULL OR apiToken.name > ?1 ORDER BY apiToken.name LIMIT ?2
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [name, limit]).compactMap { row in
            guard let role = TokenRole(rawValue: row[1]) else { return nil }
            let revokedAtMilliseconds: Int64? = row[3]
            let usedAtMilliseconds: Int64? = row[4]
            let token = APIToken(
                name: row[0],
                role: role,
                createdAt: date(row[2]),
                revokedAt: revokedAtMilliseconds.map(date)
            )
            return TokenStanding(token: token, lastUsedAt: usedAtMilliseconds.map(date))
        }
    }

    /// Keeps when a token was used, unless a later use is kept.
    static func keepUse(of name: String, at time: Date, _ db: Database) throws {
        let sql = """
            INSERT INTO apiTokenUse (name, usedAtMilliseconds) SELECT name, ? FROM apiToken WHERE name = ?
            ON CONFLICT (name) DO UPDATE SET usedAtMilliseconds = max(usedAtMilliseconds, excluded.usedAtMilliseconds)
            """
        try db.cachedStatement(sql: sql).execute(arguments: [milliseconds(time), name])
    }

    /// The tokens that are accepted, by the hash of their secret.
    static func accepted(_ db: Database) throws -> [TokenHash: APIToken] {
        let accepted = try all(db).filter { $0.token.revokedAt == nil }
        return Dictionary(accepted.map { ($0.hash, $0.token) }) { first, _ in first }
    }

    /// Inserts a token, or replaces the one of that name.
    static func save(_ token: APIToken, _ hash: TokenHash, _ db: Database) throws {
        let sql = """
            INSERT INTO apiToken (name, role, secretHash, createdAtMilliseconds, revokedAtMilliseconds)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET role = excluded.role, secretHash = excluded.secretHash,
                createdAtMilliseconds = excluded.createdAtMilliseconds,
                revokedAtMilliseconds = excluded.revokedAtMilliseconds
            """
        let arguments: StatementArguments = [
            token.name, token.role.rawValue, Data(hash.bytes), milliseconds(token.createdAt),
            token.revokedAt.map(milliseconds),
        ]
        try db.execute(sql: sql, arguments: arguments)
    }

    /// A time as it comes back from the table, which keeps milliseconds.
    static func kept(_ now: Date) -> Date {
        date(milliseconds(now))
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
