internal import Recordings

/// An element of `callRecInts`.
///
/// The demonstration entry may be among them, to give it hosts and credentials; its description and scope are fixed, and what the file
/// says of them is passed over.
struct ImportedEntry: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case callRecIntGUID
        case callRecIntType
        case telSysID
        case partIDInTelSys
        case description
        case apiCommunicationSettings
    }

    /// The entry, without a revision yet.
    let entry: IntegrationEntry

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        let guid = CallRecIntGUID(try keys.guid(.callRecIntGUID))
        let settings = try keys.container.decodeIfPresent(ImportedSettings.self, forKey: .apiCommunicationSettings)
        let type = try Self.type(keys)
        let scope = try Scope(
            keys,
            telSysID: keys.optionalNumber(.telSysID),
            partIDInTelSys: keys.optionalNumber(.partIDInTelSys)
        )
        if guid == .demonstrationSimulator {
            entry = DemonstrationEntry.entry(settings: settings?.settings ?? .empty, revision: 0)
        } else {
            entry = IntegrationEntry(
                callRecIntGUID: guid,
                callRecIntType: type,
                scope: scope,
                description: try keys.text(.description, maximumLength: ImportLimits.maximumDescriptionLength),
                settings: settings?.settings ?? .empty,
                revision: 0
            )
        }
    }

    private static func type(_ keys: ImportKeys<CodingKeys>) throws -> CallRecIntType {
        let maximumLength = ImportLimits.maximumDescriptionLength
        guard let name = try keys.optionalText(.callRecIntType, maximumLength: maximumLength) else { return .dubber }
        guard let type = CallRecIntType(rawValue: name) else {
            let known = CallRecIntType.allCases.map(\.rawValue).joined(separator: ", ")
            throw keys.problem(.callRecIntType, "\"\(name)\" is not a known type; known, with its case, is \(known)")
        }
        return type
    }
}
