internal import Crypto
internal import Foundation
internal import GRDB

/// Which audit a database is, and up to where its rows are from before it had a key; one row, which fits one key only.
struct AuditState: Hashable, Sendable {
    static let auditIDBytes = 16

    /// Random; no row, anchor or note of one audit is right in another, though both have the same key.
    let auditID: Data
    /// Up to this row the chain was made without a key; 0 for an audit that always had one.
    ///
    /// Its last hash was fixed when the key came.
    let unkeyedUpTo: Int64
    let unkeyedHash: Data
    let keyedAtMilliseconds: Int64
    private let code: Data

    /// The state of an audit that is given a key, with the last row that it has.
    init(key: AuditKey, last: (sequence: Int64, hash: Data), atMilliseconds: Int64) {
        let auditID = SymmetricKey(size: .init(bitCount: Self.auditIDBytes * 8)).withUnsafeBytes { Data($0) }
        self.auditID = auditID
        unkeyedUpTo = last.sequence
        unkeyedHash = last.hash
        keyedAtMilliseconds = atMilliseconds
        code = Self.form(auditID, last.sequence, last.hash, atMilliseconds).code(with: key.derived(for: "state"))
    }

    /// The state that a database keeps.
    ///
    /// - Returns: `nil` when it was taken away.
    init?(_ db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM auditState") else { return nil }
        auditID = row["auditID"]
        unkeyedUpTo = row["unkeyedUpTo"]
        unkeyedHash = row["unkeyedHash"]
        keyedAtMilliseconds = row["keyedAtMilliseconds"]
        code = row["code"]
    }

    func save(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO auditState (id, auditID, unkeyedUpTo, unkeyedHash, keyedAtMilliseconds, code)
                VALUES (1, ?, ?, ?, ?, ?)
                """,
            arguments: [auditID, unkeyedUpTo, unkeyedHash, keyedAtMilliseconds, code]
        )
    }

    /// Whether the key is this audit's.
    func fits(_ key: AuditKey) -> Bool {
        Self.form(auditID, unkeyedUpTo, unkeyedHash, keyedAtMilliseconds)
            .hasCode(code, with: key.derived(for: "state"))
    }

    private static func form(_ auditID: Data, _ upTo: Int64, _ hash: Data, _ atMilliseconds: Int64) -> AuditForm {
        AuditForm([auditID.hex, String(upTo), hash.hex, String(atMilliseconds)])
    }
}
