internal import Crypto
internal import Foundation
internal import GRDB
internal import Sharing

/// What tells one state of a row from any other: a hash of all that is stored, credentials included as they are sealed, so that it tells nothing of them.
enum RowTag {
    /// Of the hash; far more than states there ever are.
    private static let sizeBytes = 16

    /// The tag of a row.
    ///
    /// - Parameters:
    ///   - table: its table, quoted where it must be.
    ///   - columns: all that are stored.
    ///   - key: the column that names it.
    ///   - value: its key.
    ///   - db: to read from.
    /// - Returns: lower-case hexadecimal digits; `nil` when there is no such row.
    /// - Throws: what the database throws.
    static func tag(
        _ table: String,
        _ columns: String,
        _ key: String,
        _ value: some DatabaseValueConvertible,
        _ db: Database
    ) throws -> String? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM \(table) WHERE \(key) = ?")
        guard let row = try Row.fetchOne(statement, arguments: [value]) else { return nil }
        var hash = SHA256()
        hash.update(data: Data(table.utf8))
        for value in row.databaseValues {
            let (kind, bytes) = parts(of: value)
            // With lengths: else two rows could have the same bytes.
            withUnsafeBytes(of: (UInt64(bytes.count) << 8 | kind).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: bytes)
        }
        return HexText.lowercase(hash.finalize().prefix(sizeBytes))
    }

    private static func parts(of value: DatabaseValue) -> (kind: UInt64, bytes: Data) {
        switch value.storage {
        case .null: (0, Data())
        case .int64(let number): (1, Data("\(number)".utf8))
        case .double(let number): (2, Data("\(number)".utf8))
        case .string(let text): (3, Data(text.utf8))
        case .blob(let bytes): (4, bytes)
        }
    }
}
