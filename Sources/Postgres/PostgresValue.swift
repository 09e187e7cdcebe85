/// A parameter, in PostgreSQL's binary form.
///
/// Times and Booleans are whole numbers here, as they are in SQLite: what is kept means the same in both.
package enum PostgresValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case double(Double)
    /// Without U+0000, which the server has no place for.
    case text(String)
    case bytes([UInt8])

    /// What a parameter of a statement is.
    ///
    /// - Note: The numbers stand in PostgreSQL's catalogue `pg_type.dat`.
    package enum Kind: UInt32, Sendable {
        case bytes = 17
        case integer = 20
        case text = 25
        case double = 701
    }

    func append(to buffer: inout [UInt8]) {
        switch self {
        case .null: break
        case .integer(let number): Self.append(number, to: &buffer)
        case .double(let number): Self.append(number.bitPattern, to: &buffer)
        case .text(let text): buffer.append(contentsOf: text.utf8)
        case .bytes(let bytes): buffer.append(contentsOf: bytes)
        }
    }

    private static func append(_ number: some FixedWidthInteger, to buffer: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    }
}

extension PostgresValue {
    /// `nil` is null.
    package static func integer(_ number: (some BinaryInteger)?) -> PostgresValue {
        number.map { .integer(Int64($0)) } ?? .null
    }

    package static func text(_ text: String?) -> PostgresValue {
        text.map { .text($0) } ?? .null
    }
}
