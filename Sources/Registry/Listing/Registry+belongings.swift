internal import GRDB
package import Recordings

/// How many entries and users belong to a component, those of the components in it included; `nil` for very many.
package struct Belongings: Hashable, Sendable {
    package let entries: Int?
    package let users: Int?
}

extension Registry {
    /// Beyond these, what belongs to each component of a page is not counted: a page of them is to cost what a page costs.
    package static let maximumCountedEach = 100

    /// What belongs to some components.
    ///
    /// - Parameter scopes: the components; a page of them.
    /// - Returns: one for each, in their order.
    /// - Throws: `busy`, `storageFailed`.
    package func belongings(to scopes: [Scope]) async throws(RegistryError) -> [Belongings] {
        do {
            return try await pool.read { db in
                var belongings = [Belongings](repeating: Belongings(entries: 0, users: 0), count: scopes.count)
                // By kind, of which each is served by another number of scopes.
                for places in Dictionary(grouping: scopes.indices, by: { scopes[$0].servingScopes.count }).values {
                    let counted = try Self.belongings(to: places.map { scopes[$0] }, db)
                    for (place, counted) in zip(places, counted) { belongings[place] = counted }
                }
                return belongings
            }
        } catch {
            throw failure(error)
        }
    }

    /// What belongs to components of one kind, by one statement for all of them.
    private static func belongings(to scopes: [Scope], _ db: Database) throws -> [Belongings] {
        guard let first = scopes.first else { return [] }
        let within =
            switch first {
            case .applicationWide: "TRUE"
            case .telephonyServer: "telSysID = place.value ->> 0"
            case .partition: "telSysID = place.value ->> 0 AND partIDInTelSys = place.value ->> 1"
            }
        let counts = ["callRecInt", "reportingUser"].map {
            "(SELECT count(*) FROM (SELECT 1 FROM \($0) WHERE \(within) LIMIT \(maximumCountedEach + 1)))"
        }
        let sql = "SELECT \(counts.joined(separator: ", ")) FROM json_each(?) AS place ORDER BY place.key"
        let places = scopes.map { [$0.telSysID?.rawValue ?? -1, $0.partIDInTelSys?.rawValue ?? -1] }
        func told(_ count: Int) -> Int? { count > maximumCountedEach ? nil : count }
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: ["\(places)"]).map { row in
            Belongings(entries: told(row[0]), users: told(row[1]))
        }
    }
}
