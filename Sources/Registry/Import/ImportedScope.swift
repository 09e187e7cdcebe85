/// The object `scope` of a user.
struct ImportedScope: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telSysID
        case partIDInTelSys
    }

    let statement: ScopeStatement

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        statement = try ScopeStatement(keys, telSysID: .telSysID, partIDInTelSys: .partIDInTelSys)
    }
}
