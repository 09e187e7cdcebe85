internal import GRDB
package import Recordings

extension Registry {
    /// Up to so many entries are looked through for a search; where a user is served by more, the indexes of the texts find sooner.
    private static let maximumLookedThrough = 500

    /// Integration entries that serve users of a scope, as the tree of scopes has them: application-wide first, then the Telephony Server's, then the
    /// Partition's, each by description.
    ///
    /// What a search finds comes by the text that begins so, as in ``entries(search:within:after:limit:)``.
    ///
    /// - Parameters:
    ///   - user: the users' scope.
    ///   - search: the beginning of a text; empty or `nil` for all.
    ///   - scope: whose entries, with those of the components in it.
    ///   - place: what the page before told; `nil` for the first.
    ///   - limit: how many to give at most.
    /// - Returns: the page, and how many there are on all pages; `nil` for very many.
    /// - Throws: `busy`, `storageFailed`.
    package func entries(
        serving user: Scope,
        search: String? = nil,
        within scope: Scope = .applicationWide,
        after place: ListPlace? = nil,
        limit: Int
    ) async throws(RegistryError) -> (page: RegistryPage<CallRecIntGUID>, total: Int?) {
        let scopes = user.servingScopes.filter { AdministratorScope(scope).covers($0) }
        guard !scopes.isEmpty else { return (.empty, 0) }
        do {
            return try await pool.read { db in
                let everyOne = scopes.map(Self.segment)
                let segments =
                    if let search, !search.isEmpty {
                        Self.segments(
                            of: search,
                            in: scopes,
                            areFew: try Self.count(everyOne, upTo: Self.maximumLookedThrough, db) != nil
                        )
                    } else {
                        everyOne
                    }
                let (rows, next) = try ListPlace.page(of: segments, after: place, limit: limit, db)
                let guids = rows.compactMap { $0.last.flatMap(String.fromDatabaseValue) }.map { CallRecIntGUID($0) }
                return (RegistryPage(keys: guids, next: next), try Self.count(segments, upTo: Self.maximumCounted, db))
            }
        } catch {
            throw failure(error)
        }
    }

    /// The entries that belong to exactly this scope.
    private static func segment(of scope: Scope) -> ListSegment {
        ListSegment(
            table: "callRecInt",
            order: .columns(["description", "callRecIntGUID"]),
            condition: "serverPlace = ? AND partitionPlace = ?",
            arguments: places(scope)
        )
    }

    /// Those of some scopes that a search finds.
    private static func segments(of search: String, in scopes: [Scope], areFew: Bool) -> [ListSegment] {
        // A plus sign keeps the index of the scopes out, and leaves the one of the text.
        let sign = areFew ? "" : "+"
        let condition = scopes.map { _ in "(\(sign)serverPlace = ? AND \(sign)partitionPlace = ?)" }.joined(
            separator: " OR "
        )
        return ListSegment.search(
            search,
            in: "callRecInt",
            columns: entryTexts,
            key: "callRecIntGUID",
            scope: ("(\(condition))", scopes.flatMap(places))
        )
    }

    private static func places(_ scope: Scope) -> [any DatabaseValueConvertible & Sendable] {
        [scope.telSysID?.rawValue ?? -1, scope.partIDInTelSys?.rawValue ?? -1]
    }
}
