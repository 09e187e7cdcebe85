/// A statement that is prepared on each connection when it is first used there.
package struct PostgresStatement: Sendable, Hashable {
    package let name: String
    /// With `$1` for the first parameter.
    package let sql: String
    package let kinds: [PostgresValue.Kind]

    /// - Parameters:
    ///   - name: one for each text; a connection prepares a name once.
    ///   - sql: one statement.
    ///   - kinds: of its parameters, in their order.
    package init(_ name: String, _ sql: String, _ kinds: [PostgresValue.Kind] = []) {
        self.name = name
        self.sql = sql
        self.kinds = kinds
    }
}
