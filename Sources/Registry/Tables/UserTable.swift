internal import Foundation
internal import GRDB
internal import Recordings

/// The table of users; the password verifier is sealed and never part of a snapshot.
struct UserTable: Sendable {
    let sealer: Sealer

    /// Every user by name; of two names that are one in two spellings, the second apart.
    static func all(_ db: Database) throws -> (byName: [String: ReportingUser], otherSpellings: [ReportingUser]) {
        var users: [String: ReportingUser] = [:]
        var otherSpellings: [ReportingUser] = []
        let sql = """
            SELECT username, fullName, telSysID, partIDInTelSys, recordingPlayback, isAdministrator FROM reportingUser
            ORDER BY username
            """
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            let assigned: String? = row[4]
            let user = ReportingUser(
                username: row[0],
                fullName: row[1],
                scope: Scope(telSysID: row[2], partIDInTelSys: row[3]),
                recordingPlayback: assigned.map { CallRecIntGUID($0) },
                isAdministrator: row[5]
            )
            if users[user.username] == nil {
                users[user.username] = user
            } else {
                otherSpellings.append(user)
            }
        }
        return (users, otherSpellings)
    }

    /// Inserts or changes a user; the password verifier stays as it is.
    static func save(_ user: ReportingUser, _ db: Database) throws {
        let sql = """
            INSERT INTO reportingUser
                (username, fullName, telSysID, partIDInTelSys, recordingPlayback, isAdministrator)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (username) DO UPDATE SET fullName = excluded.fullName, telSysID = excluded.telSysID,
                partIDInTelSys = excluded.partIDInTelSys, recordingPlayback = excluded.recordingPlayback,
                isAdministrator = excluded.isAdministrator
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            user.username, user.fullName, user.scope.telSysID?.rawValue, user.scope.partIDInTelSys?.rawValue,
            user.recordingPlayback?.rawValue, user.isAdministrator,
        ])
    }

    /// The lower-case hex SHA-256 of the user's password; `nil` without a password or user.
    func passwordVerifier(of username: String, _ db: Database) throws -> Secret? {
        let sql = "SELECT passwordVerifier FROM reportingUser WHERE username = ?"
        let sealed = try Row.fetchOne(db, sql: sql, arguments: [username]).flatMap { row -> Data? in row[0] }
        return try sealed.map { try sealer.open($0, at: place(username)) }
    }

    func setPasswordVerifier(_ verifier: Secret, of username: String, _ db: Database) throws {
        let sealed = try sealer.seal(verifier, at: place(username))
        let sql = "UPDATE reportingUser SET passwordVerifier = ? WHERE username = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [sealed, username])
    }

    /// Seals every password verifier anew.
    func seal(with next: Sealer, _ db: Database) throws {
        let sql = "SELECT username, passwordVerifier FROM reportingUser WHERE passwordVerifier IS NOT NULL"
        for row in try Row.fetchAll(db, sql: sql) {
            let (username, sealed): (String, Data) = (row[0], row[1])
            let verifier = try sealer.open(sealed, at: place(username))
            try UserTable(sealer: next).setPasswordVerifier(verifier, of: username, db)
        }
    }

    private func place(_ username: String) -> SealedPlace {
        SealedPlace(table: "reportingUser", column: "passwordVerifier", row: username)
    }
}
