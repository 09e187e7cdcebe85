internal import Foundation

/// The one place where a sealed value opens: a column of a row of a table.
struct SealedPlace: Sendable {
    let table: String
    let column: String
    /// The row's primary key.
    let row: String

    /// The place as authenticated data; the separator cannot occur in a name or key.
    var authenticatedData: Data {
        Data("\(table)\u{0}\(column)\u{0}\(row)".utf8)
    }

    var refused: RegistryError {
        .sealedValueRefused(table: table, column: column, row: row)
    }
}
