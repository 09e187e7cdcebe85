internal import Recordings

/// An element of `partitions`.
struct ImportedPartition: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case partitionGUID
        case telSysID
        case partIDInTelSys
        case description
    }

    let partitionGUID: PartitionGUID
    private let telSysID: TelSysID
    private let partIDInTelSys: PartIDInTelSys
    private let description: String?

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        partitionGUID = PartitionGUID(try keys.guid(.partitionGUID))
        telSysID = TelSysID(try keys.number(.telSysID))
        partIDInTelSys = PartIDInTelSys(try keys.number(.partIDInTelSys))
        description = try keys.optionalText(.description, maximumLength: ImportLimits.maximumDescriptionLength)
    }

    /// The Partition as it shall be; a description that the file does not say stays.
    func partition(over current: Partition?) -> Partition {
        Partition(
            partitionGUID: partitionGUID,
            telSysID: telSysID,
            partIDInTelSys: partIDInTelSys,
            description: description ?? current?.description ?? ""
        )
    }
}
