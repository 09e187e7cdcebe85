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
                try scopes.map { scope in
                    Belongings(
                        entries: try Self.count(
                            Self.entrySegments(nil, scope),
                            upTo: Self.maximumCountedEach,
                            db
                        ),
                        users: try Self.count(
                            Self.userSegments(nil, nil, scope),
                            upTo: Self.maximumCountedEach,
                            db
                        )
                    )
                }
            }
        } catch {
            throw failure(error)
        }
    }
}
