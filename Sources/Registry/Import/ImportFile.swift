/// The import file as it is written, each value checked by itself.
struct ImportFile: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telephonyServers
        case partitions
        case callRecInts
        case users
    }

    let telephonyServers: [ImportedTelephonyServer]
    let partitions: [ImportedPartition]
    let callRecInts: [ImportedEntry]
    let users: [ImportedUser]

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        telephonyServers = try keys.list(.telephonyServers, maximumCount: ImportLimits.maximumTelephonyServers)
        partitions = try keys.list(.partitions, maximumCount: ImportLimits.maximumPartitions)
        callRecInts = try keys.list(.callRecInts, maximumCount: ImportLimits.maximumEntries)
        users = try keys.list(.users, maximumCount: ImportLimits.maximumUsers)
    }
}
