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

    let callRecIntGUID: CallRecIntGUID
    private let type: CallRecIntType
    private let scope: ScopeStatement
    /// Empty for the demonstration entry.
    private let description: String
    private let settings: ImportedSettings?

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        callRecIntGUID = CallRecIntGUID(try keys.guid(.callRecIntGUID))
        settings = try keys.container.decodeIfPresent(ImportedSettings.self, forKey: .apiCommunicationSettings)
        type = try Self.type(keys)
        scope = try ScopeStatement(keys, telSysID: .telSysID, partIDInTelSys: .partIDInTelSys)
        let isDemonstration = callRecIntGUID == .demonstrationSimulator
        let maximumLength = ImportLimits.maximumDescriptionLength
        description = isDemonstration ? "" : try keys.text(.description, maximumLength: maximumLength)
    }

    /// The entry as it shall be, under a new revision.
    ///
    /// What the file does not say of the scope and settings of the `current` entry of this GUID stays.
    func entry(over current: IntegrationEntry?, revision: Int64) -> IntegrationEntry {
        let settings = (settings ?? .unsaid).settings(over: current?.settings ?? .empty)
        guard callRecIntGUID != .demonstrationSimulator else {
            return DemonstrationEntry.entry(settings: settings, revision: revision)
        }
        return IntegrationEntry(
            callRecIntGUID: callRecIntGUID,
            callRecIntType: type,
            scope: scope.scope(current: current?.scope),
            description: description,
            settings: settings,
            revision: revision
        )
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
