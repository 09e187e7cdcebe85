internal import GRDB
package import Recordings

/// Lists by page, each read from an index: a page costs as much among a million as among a thousand.
extension Registry {
    /// The longest text that is searched for, in Unicode scalars.
    package static let maximumSearchLength = 128
    /// Beyond these, what a search finds is not counted.
    package static let maximumCounted = 10_000

    /// Integration entries, as the tree of scopes has them: application-wide first, then by Telephony Server and Partition, each by description.
    ///
    /// What a search finds comes by the text that begins so: description, host, other host, GUID.
    ///
    /// - Parameters:
    ///   - search: the beginning of such a text; empty or `nil` for all.
    ///   - scope: whose entries, with those of the components in it.
    ///   - place: what the page before told; `nil` for the first.
    ///   - limit: how many to give at most.
    /// - Returns: the page.
    /// - Throws: `busy`, `storageFailed`.
    package func entries(
        search: String? = nil,
        within scope: Scope = .applicationWide,
        after place: ListPlace? = nil,
        limit: Int
    ) async throws(RegistryError) -> RegistryPage<CallRecIntGUID> {
        try await page(of: Self.entrySegments(search, scope), after: place, limit: limit) { CallRecIntGUID($0) }
    }

    /// Users by name, or by what a search finds: name, full name.
    ///
    /// - Parameters:
    ///   - search: the beginning of one of the two; empty or `nil` for all.
    ///   - entry: that the users are assigned; `nil` for all.
    ///   - scope: whose users, with those of the components in it.
    ///   - place: what the page before told; `nil` for the first.
    ///   - limit: how many to give at most.
    /// - Returns: the page.
    /// - Throws: `busy`, `storageFailed`.
    package func users(
        search: String? = nil,
        assigned entry: CallRecIntGUID? = nil,
        within scope: Scope = .applicationWide,
        after place: ListPlace? = nil,
        limit: Int
    ) async throws(RegistryError) -> RegistryPage<String> {
        try await page(of: Self.userSegments(search, entry, scope), after: place, limit: limit) { $0 }
    }

    /// How many entries ``entries(search:within:after:limit:)`` gives on all pages; `nil` for very many.
    package func entryCount(
        search: String? = nil,
        within scope: Scope = .applicationWide
    ) async throws(RegistryError) -> Int? {
        if search ?? "" == "", scope == .applicationWide { return snapshot.entries.count }
        return try await count(of: Self.entrySegments(search, scope))
    }

    /// How many users ``users(search:assigned:within:after:limit:)`` gives on all pages; `nil` for very many.
    package func userCount(
        search: String? = nil,
        assigned entry: CallRecIntGUID? = nil,
        within scope: Scope = .applicationWide
    ) async throws(RegistryError) -> Int? {
        if search ?? "" == "", scope == .applicationWide {
            let snapshot = snapshot
            guard let entry else { return snapshot.users.count + snapshot.otherSpellings.count }
            return snapshot.assignedUsers[entry]?.count ?? 0
        }
        return try await count(of: Self.userSegments(search, entry, scope))
    }

    private func page<Key: Sendable>(
        of segments: [ListSegment],
        after place: ListPlace?,
        limit: Int,
        key: @Sendable @escaping (String) -> Key
    ) async throws(RegistryError) -> RegistryPage<Key> {
        do {
            return try await pool.read { db in
                let (rows, next) = try ListPlace.page(of: segments, after: place, limit: limit, db)
                return RegistryPage(
                    keys: rows.compactMap { $0.last.flatMap(String.fromDatabaseValue).map(key) },
                    next: next
                )
            }
        } catch {
            throw failure(error)
        }
    }

    func count(of segments: [ListSegment]) async throws(RegistryError) -> Int? {
        do {
            return try await pool.read { db in try Self.count(segments, upTo: Self.maximumCounted, db) }
        } catch {
            throw failure(error)
        }
    }

    /// How many rows some segments have; `nil` for more than a limit.
    static func count(_ segments: [ListSegment], upTo limit: Int, _ db: Database) throws -> Int? {
        var count = 0
        for segment in segments where count <= limit { count += try segment.count(upTo: limit + 1 - count, db) }
        return count > limit ? nil : count
    }

    /// The texts of an entry that a search looks at, in the order of what it finds.
    static let entryTexts = ["description", "ipAddrOrHost1", "ipAddrOrHost2", "callRecIntGUID"]

    static func entrySegments(_ search: String?, _ scope: Scope) -> [ListSegment] {
        if let search, !search.isEmpty {
            return ListSegment.search(
                search,
                in: "callRecInt",
                columns: entryTexts,
                key: "callRecIntGUID",
                scope: condition(within: scope)
            )
        }
        let within = condition(within: scope, server: "serverPlace", partition: "partitionPlace")
        return [
            ListSegment(
                table: "callRecInt",
                order: .columns(["serverPlace", "partitionPlace", "description", "callRecIntGUID"]),
                condition: within?.condition ?? "TRUE",
                arguments: within?.arguments ?? []
            )
        ]
    }

    static func userSegments(_ search: String?, _ entry: CallRecIntGUID?, _ scope: Scope) -> [ListSegment] {
        let assigned = entry.map {
            (condition: "recordingPlayback = ?", arguments: [$0.rawValue] as [any DatabaseValueConvertible & Sendable])
        }
        let conditions = [assigned, condition(within: scope)].compactMap { $0 }
        let both = (
            condition: conditions.map(\.condition).joined(separator: " AND "),
            arguments: conditions.flatMap(\.arguments)
        )
        if let search, !search.isEmpty {
            return ListSegment.search(
                search,
                in: "reportingUser",
                columns: ["username", "fullName"],
                key: "username",
                scope: conditions.isEmpty ? nil : both
            )
        }
        guard assigned == nil, case .telephonyServer = scope else {
            return [
                ListSegment(
                    table: "reportingUser",
                    order: .columns(["username"]),
                    condition: conditions.isEmpty ? "TRUE" : both.condition,
                    arguments: both.arguments
                )
            ]
        }
        // As the index by scope has them: the server's own, then those of its Partitions.
        return [
            ListSegment(
                table: "reportingUser",
                order: .columns(["username"]),
                condition: both.condition + " AND partIDInTelSys IS NULL",
                arguments: both.arguments
            ),
            ListSegment(
                table: "reportingUser",
                order: .columns(["partIDInTelSys", "username"]),
                condition: both.condition + " AND partIDInTelSys IS NOT NULL",
                arguments: both.arguments
            ),
        ]
    }

    /// What holds of rows that belong to a component or to one in it, by the columns of both numbers; `nil` for all.
    static func condition(
        within scope: Scope,
        server serverColumn: String = "telSysID",
        partition partitionColumn: String = "partIDInTelSys"
    ) -> (condition: String, arguments: [any DatabaseValueConvertible & Sendable])? {
        switch scope {
        case .applicationWide: nil
        case .telephonyServer(let server): ("\(serverColumn) = ?", [server.rawValue])
        case .partition(let server, let partition):
            ("\(serverColumn) = ? AND \(partitionColumn) = ?", [server.rawValue, partition.rawValue])
        }
    }
}
