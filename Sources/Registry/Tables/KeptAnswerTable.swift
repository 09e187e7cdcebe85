internal import Crypto
internal import Foundation
internal import GRDB

/// The table of answers to requests that must not be done twice, written in the same transaction as what they tell of.
struct KeptAnswerTable: Sendable {
    let sealer: Sealer

    /// What a request was answered before.
    ///
    /// - Parameters:
    ///   - key: with the request's body.
    ///   - now: to tell which are too old.
    ///   - db: inside the transaction that the request would be done in.
    /// - Returns: `nil` where it did not come before.
    /// - Throws: `ObjectRefusal.idempotencyKeyReused` where another request did.
    func answer(to key: IdempotencyKey, now: Date, _ db: Database) throws -> Data? {
        let sql = "SELECT body, answer FROM keptAnswer WHERE request = ? AND atMilliseconds > ?"
        let arguments: StatementArguments = [Self.request(key), Self.oldest(now)]
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) else { return nil }
        let (kept, answer): (Data, Data) = (row[0], row[1])
        guard kept == body(key) else { throw ObjectRefusal.idempotencyKeyReused }
        return answer
    }

    /// Keeps an answer, and lets go of those that are too old or too many.
    func keep(_ answer: Data, to key: IdempotencyKey, now: Date, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM keptAnswer WHERE atMilliseconds <= ?")
            .execute(arguments: [Self.oldest(now)])
        let sql = "INSERT INTO keptAnswer (request, body, atMilliseconds, sizeBytes, answer) VALUES (?, ?, ?, ?, ?)"
        let arguments: StatementArguments = [
            Self.request(key), body(key), Self.milliseconds(now), answer.count, answer,
        ]
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        try db.cachedStatement(sql: "DELETE FROM keptAnswer WHERE id <= ?")
            .execute(arguments: [db.lastInsertedRowID - IdempotencyKey.maximumAnswers])
        try makeRoom(db)
    }

    private func makeRoom(_ db: Database) throws {
        let total = try Int64.fetchOne(db.cachedStatement(sql: "SELECT sum(sizeBytes) FROM keptAnswer")) ?? 0
        guard total > IdempotencyKey.maximumBytes else { return }
        let sql = """
            DELETE FROM keptAnswer WHERE id <= (
                SELECT max(id) FROM (SELECT id, sum(sizeBytes) OVER (ORDER BY id DESC) AS bytes FROM keptAnswer)
                WHERE bytes > ?
            )
            """
        try db.execute(sql: sql, arguments: [IdempotencyKey.maximumBytes])
    }

    /// What names a request, whatever its body.
    private static func request(_ key: IdempotencyKey) -> Data {
        var hash = SHA256()
        for part in [key.requester, key.path, key.text] {
            let bytes = Data(part.utf8)
            withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: bytes)
        }
        return Data(hash.finalize())
    }

    /// With the key of sealed values, since a body may hold a password that is easy to guess: whoever has the database alone finds nothing out.
    private func body(_ key: IdempotencyKey) -> Data {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: sealer.key.symmetricKey,
            info: Data("keptAnswer".utf8),
            outputByteCount: 32
        )
        return Data(HMAC<SHA256>.authenticationCode(for: key.body, using: derived))
    }

    private static func oldest(_ now: Date) -> Int64 {
        milliseconds(now.addingTimeInterval(-IdempotencyKey.lifetimeSeconds))
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
