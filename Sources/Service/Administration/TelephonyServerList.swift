internal import Recordings

/// `GET /v1/telephony-servers`: the Telephony Servers with their Partitions, by number.
struct TelephonyServerList: Encodable, Sendable {
    /// Partitions told of one server; `partitionCount` says how many there are.
    static let maximumPartitions = 1_000

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
        let partitions: [PartitionPart]
    }

    let telephonyServers: [ServerPart]
    let total: Int
    let nextOffset: Nullable<Int>

    /// A page of what is shown to an administrator of a scope.
    init(_ snapshot: RegistrySnapshot, scope: AdministratorScope, page: ListPage) {
        let all = snapshot.telephonyServers.values.filter { scope.shows($0) }.sorted { $0.telSysID < $1.telSysID }
        let shown = page.cut(all)
        let wanted = Set(shown.map(\.telSysID))
        let partitions = Dictionary(
            grouping: snapshot.partitions.values.filter { wanted.contains($0.telSysID) && scope.covers($0) },
            by: \.telSysID
        )
        telephonyServers = shown.map { server in
            let own = partitions[server.telSysID, default: []].sorted { $0.partIDInTelSys < $1.partIDInTelSys }
            return ServerPart(
                telSysID: server.telSysID,
                description: server.description,
                demonstrationSimulator: server.isDemonstrationSimulator,
                partitionCount: own.count,
                partitions: own.prefix(Self.maximumPartitions).map {
                    .init(
                        partitionGUID: $0.partitionGUID,
                        partIDInTelSys: $0.partIDInTelSys,
                        description: $0.description
                    )
                }
            )
        }
        total = all.count
        nextOffset = Nullable(page.next(total: all.count))
    }
}
