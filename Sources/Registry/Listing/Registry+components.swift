internal import GRDB
package import Recordings

/// A Telephony Server in a list, with its first Partitions.
package struct ListedServer: Sendable {
    package let server: TelephonyServer
    package let partitionCount: Int
    /// By number.
    package let partitions: [Partition]
}

extension Registry {
    /// Telephony Servers by number, each with its first Partitions.
    ///
    /// - Parameters:
    ///   - search: the beginning of the description or of the number; empty or `nil` for all.
    ///   - scope: the one server that is meant, or whose Partition is; application-wide for all.
    ///   - place: what the page before told; `nil` for the first.
    ///   - limit: how many to give at most.
    ///   - maximumPartitions: how many Partitions to give with each.
    /// - Returns: the page.
    /// - Throws: `busy`, `storageFailed`.
    package func telephonyServers(
        search: String? = nil,
        within scope: Scope = .applicationWide,
        after place: ListPlace? = nil,
        limit: Int,
        maximumPartitions: Int
    ) async throws(RegistryError) -> RegistryPage<ListedServer> {
        let segment = Self.serverSegment(search, scope)
        do {
            return try await pool.read { db in
                let (rows, next) = try ListPlace.page(of: [segment], after: place, limit: limit, db)
                let numbers = rows.compactMap { $0.last.flatMap(Int32.fromDatabaseValue) }.map { TelSysID($0) }
                let shown = try Self.partitions(of: numbers, scope, upTo: maximumPartitions, db)
                let servers = try TelephonyServerTable.servers(numbers, db).map { server, count in
                    let partitions = shown[server.telSysID] ?? []
                    return ListedServer(
                        server: server,
                        partitionCount: scope.partIDInTelSys == nil ? count : partitions.count,
                        partitions: partitions
                    )
                }
                return RegistryPage(keys: servers, next: next)
            }
        } catch {
            throw failure(error)
        }
    }

    /// How many Telephony Servers ``telephonyServers(search:within:after:limit:maximumPartitions:)`` gives on all pages.
    package func telephonyServerCount(
        search: String? = nil,
        within scope: Scope = .applicationWide
    ) async throws(RegistryError) -> Int {
        let segment = Self.serverSegment(search, scope)
        do {
            return try await pool.read { db in try segment.count(upTo: .max, db) }
        } catch {
            throw failure(error)
        }
    }

    /// Partitions of a Telephony Server by number, or those whose description or GUID a search finds.
    ///
    /// - Parameters:
    ///   - server: whose Partitions; `nil` for those of all, by server and number.
    ///   - search: the beginning of the description or GUID; empty or `nil` for all.
    ///   - scope: the server whose Partitions are meant, or the one Partition; application-wide for all.
    ///   - place: what the page before told; `nil` for the first.
    ///   - limit: how many to give at most.
    /// - Returns: the page.
    /// - Throws: `busy`, `storageFailed`.
    package func partitions(
        of server: TelSysID? = nil,
        search: String? = nil,
        within scope: Scope = .applicationWide,
        after place: ListPlace? = nil,
        limit: Int
    ) async throws(RegistryError) -> RegistryPage<Partition> {
        let segments = Self.partitionSegments(server, search, scope)
        do {
            return try await pool.read { db in
                let (rows, next) = try ListPlace.page(of: segments, after: place, limit: limit, db)
                let guids = rows.compactMap { $0.last.flatMap(String.fromDatabaseValue) }.map { PartitionGUID($0) }
                return RegistryPage(keys: try guids.compactMap { try PartitionTable.partition($0, db) }, next: next)
            }
        } catch {
            throw failure(error)
        }
    }

    /// How many Partitions ``partitions(of:search:within:after:limit:)`` gives on all pages; `nil` for very many.
    package func partitionCount(
        of server: TelSysID? = nil,
        search: String? = nil,
        within scope: Scope = .applicationWide
    ) async throws(RegistryError) -> Int? {
        try await count(of: Self.partitionSegments(server, search, scope))
    }

    private static func partitions(
        of servers: [TelSysID],
        _ scope: Scope,
        upTo limit: Int,
        _ db: Database
    ) throws -> [TelSysID: [Partition]] {
        if case .partition(let server, _) = scope {
            return [server: try PartitionTable.partition(at: scope, db).map { [$0] } ?? []]
        }
        return try PartitionTable.first(limit, of: servers, db)
    }

    private static func serverSegment(_ search: String?, _ scope: Scope) -> ListSegment {
        var conditions: [(String, [any DatabaseValueConvertible & Sendable])] = []
        if let server = scope.telSysID { conditions.append(("telSysID = ?", [server.rawValue])) }
        if let search, !search.isEmpty {
            let prefixes = ListSegment.Prefixes(search)
            let number = "substr(CAST(telSysID AS TEXT), 1, ?) = ?"
            conditions.append(
                (
                    "(\(prefixes.condition("description")) OR \(number))",
                    prefixes.arguments + [search.unicodeScalars.count, search]
                        as [any DatabaseValueConvertible & Sendable]
                )
            )
        }
        return ListSegment(
            table: "telephonyServer",
            order: .columns(["telSysID"]),
            condition: conditions.isEmpty ? "TRUE" : conditions.map(\.0).joined(separator: " AND "),
            arguments: conditions.flatMap(\.1)
        )
    }

    private static func partitionSegments(_ server: TelSysID?, _ search: String?, _ scope: Scope) -> [ListSegment] {
        let own = server.map {
            (condition: "telSysID = ?", arguments: [$0.rawValue] as [any DatabaseValueConvertible & Sendable])
        }
        let conditions = [own, condition(within: scope)].compactMap { $0 }
        let both = (
            condition: conditions.map(\.condition).joined(separator: " AND "),
            arguments: conditions.flatMap(\.arguments)
        )
        if let search, !search.isEmpty {
            return ListSegment.search(
                search,
                in: "\"partition\"",
                columns: ["description", "partitionGUID"],
                key: "partitionGUID",
                scope: conditions.isEmpty ? nil : both
            )
        }
        return [
            ListSegment(
                table: "\"partition\"",
                order: .columns(["telSysID", "partIDInTelSys", "partitionGUID"]),
                condition: conditions.isEmpty ? "TRUE" : both.condition,
                arguments: both.arguments
            )
        ]
    }
}
