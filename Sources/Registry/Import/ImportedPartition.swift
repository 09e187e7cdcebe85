internal import Recordings

/// An element of `partitions`.
struct ImportedPartition: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case partitionGUID
        case telSysID
        case partIDInTelSys
        case description
    }

    let partition: Partition

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        partition = Partition(
            partitionGUID: PartitionGUID(try keys.guid(.partitionGUID)),
            telSysID: TelSysID(try keys.number(.telSysID)),
            partIDInTelSys: PartIDInTelSys(try keys.number(.partIDInTelSys)),
            description: try keys.optionalText(
                .description,
                maximumLength: ImportLimits.maximumDescriptionLength
            ) ?? ""
        )
    }
}
