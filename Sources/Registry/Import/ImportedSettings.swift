internal import Recordings

/// The object `apiCommunicationSettings`.
struct ImportedSettings: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case ipAddrOrHost1
        case ipAddrOrHost2
        case authUserID1
        case authUserID2
        case apiParameter1
        case apiParameter2
    }

    let settings: APICommunicationSettings

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        settings = APICommunicationSettings(
            ipAddrOrHost1: try Self.host(.ipAddrOrHost1, keys),
            ipAddrOrHost2: try Self.host(.ipAddrOrHost2, keys),
            authUserID1: try Self.credential(.authUserID1, keys),
            authUserID2: try Self.credential(.authUserID2, keys),
            apiParameter1: try Self.credential(.apiParameter1, keys),
            apiParameter2: try Self.credential(.apiParameter2, keys)
        )
    }

    private static func host(_ key: CodingKeys, _ keys: ImportKeys<CodingKeys>) throws -> String {
        let text = try keys.optionalText(key, maximumLength: HostField.maximumLength) ?? ""
        do throws(HostField.Problem) {
            return try HostField(text).text
        } catch {
            throw keys.problem(key, "\(error.rawValue); \(HostField.Problem.expected)")
        }
    }

    private static func credential(_ key: CodingKeys, _ keys: ImportKeys<CodingKeys>) throws -> Secret {
        Secret(try keys.optionalText(key, maximumLength: ImportLimits.maximumCredentialLength) ?? "")
    }
}
