internal import Recordings

/// The object `scope` of a user; without ids it is application-wide.
struct ImportedScope: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telSysID
        case partIDInTelSys
    }

    let scope: Scope

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        scope = try Scope(
            keys,
            telSysID: keys.optionalNumber(.telSysID),
            partIDInTelSys: keys.optionalNumber(.partIDInTelSys)
        )
    }
}

extension Scope {
    /// - Throws: `ImportProblem` for a Partition's number without the server it counts in.
    init<Key>(_ keys: ImportKeys<Key>, telSysID: Int32?, partIDInTelSys: Int32?) throws {
        guard telSysID != nil || partIDInTelSys == nil else {
            throw ImportProblem(keys.path, "partIDInTelSys counts within a Telephony Server; telSysID is missing")
        }
        self.init(telSysID: telSysID, partIDInTelSys: partIDInTelSys)
    }
}
