internal import Recordings
internal import Registry

/// `GET /v1/partitions`: Partitions by Telephony Server and number, or what a search finds.
struct PartitionList: Encodable, Sendable {
    struct PartitionPart: Encodable, Sendable {
        let partitionGUID: PartitionGUID
        let telSysID: TelSysID
        let partIDInTelSys: PartIDInTelSys
        let description: String
    }

    let partitions: [PartitionPart]
    /// `null` where there are very many.
    let total: Nullable<Int>
    /// What to ask for the next page with; `null` on the last.
    let next: Nullable<String>

    /// A page of what is shown to an administrator of a scope.
    init(
        _ page: ListPage,
        of server: TelSysID?,
        in registry: Registry,
        shownTo scope: AdministratorScope
    ) async throws {
        let found = try await registry.partitions(
            of: server,
            search: page.search,
            within: scope.component,
            after: page.after,
            limit: page.limit
        )
        partitions = found.keys.map {
            .init(
                partitionGUID: $0.partitionGUID,
                telSysID: $0.telSysID,
                partIDInTelSys: $0.partIDInTelSys,
                description: $0.description
            )
        }
        total = Nullable(
            try await registry.partitionCount(of: server, search: page.search, within: scope.component)
        )
        next = Nullable(found.next?.text)
    }
}
