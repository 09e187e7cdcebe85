internal import Recordings
internal import Registry

/// `GET /v1/telephony-servers`: the Telephony Servers with their Partitions, by number.
struct TelephonyServerList: Encodable, Sendable {
    /// Partitions told of one server at most; `partitionCount` says how many there are.
    static let maximumPartitions = 100
    /// Partitions on a page for which nobody says how many: a page of servers is to take no longer than another.
    private static let usualPartitionsOfPage = 500
    /// Of each server, whatever the page.
    private static let fewestPartitions = 5

    /// Partitions told of one server where nobody says how many.
    static func usualPartitions(on page: ListPage) -> Int {
        min(maximumPartitions, max(fewestPartitions, usualPartitionsOfPage / page.limit))
    }

    struct PartitionPart: Encodable, Sendable {
        let partitionGUID: PartitionGUID
        let partIDInTelSys: PartIDInTelSys
        let description: String
    }

    struct ServerPart: Encodable, Sendable {
        let telSysID: TelSysID
        let description: String
        let demonstrationSimulator: Bool
        let partitionCount: Int
        /// Of the server and its Partitions; `null` for very many.
        let entryCount: Nullable<Int>
        let userCount: Nullable<Int>
        let partitions: [PartitionPart]
    }

    let telephonyServers: [ServerPart]
    let total: Int
    /// What to ask for the next page with; `null` on the last.
    let next: Nullable<String>

    /// A page of what is shown to an administrator of a scope.
    init(
        _ page: ListPage,
        partitions: Int,
        of registry: Registry,
        shownTo scope: AdministratorScope
    ) async throws {
        let found = try await registry.telephonyServers(
            search: page.search,
            within: scope.component,
            after: page.after,
            limit: page.limit,
            maximumPartitions: partitions
        )
        let belongings = try await registry.belongings(
            to: found.keys.compactMap { scope.part(of: .telephonyServer($0.server.telSysID)) }
        )
        telephonyServers = zip(found.keys, belongings).map { listed, belongings in
            ServerPart(
                telSysID: listed.server.telSysID,
                description: listed.server.description,
                demonstrationSimulator: listed.server.isDemonstrationSimulator,
                partitionCount: listed.partitionCount,
                entryCount: Nullable(belongings.entries),
                userCount: Nullable(belongings.users),
                partitions: listed.partitions.map {
                    .init(
                        partitionGUID: $0.partitionGUID,
                        partIDInTelSys: $0.partIDInTelSys,
                        description: $0.description
                    )
                }
            )
        }
        total = try await registry.telephonyServerCount(search: page.search, within: scope.component)
        next = Nullable(found.next?.text)
    }
}
