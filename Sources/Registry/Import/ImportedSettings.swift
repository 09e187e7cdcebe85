internal import Recordings

/// The object `apiCommunicationSettings`: `nil` is what it does not say, or null; an empty text is said, and clears.
struct ImportedSettings: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case ipAddrOrHost1
        case ipAddrOrHost2
        case authUserID1
        case authUserID2
        case apiParameter1
        case apiParameter2
    }

    /// Says nothing.
    static let unsaid = ImportedSettings()

    private var hosts: [CodingKeys: String] = [:]
    private var credentials: [CodingKeys: Secret] = [:]

    private init() {}

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        for key in [CodingKeys.ipAddrOrHost1, .ipAddrOrHost2] { hosts[key] = try Self.host(key, keys) }
        for key in [CodingKeys.authUserID1, .authUserID2, .apiParameter1, .apiParameter2] {
            credentials[key] = try Self.credential(key, keys)
        }
    }

    /// The settings as they shall be: what is not said stays.
    func settings(over current: APICommunicationSettings) -> APICommunicationSettings {
        APICommunicationSettings(
            ipAddrOrHost1: hosts[.ipAddrOrHost1] ?? current.ipAddrOrHost1,
            ipAddrOrHost2: hosts[.ipAddrOrHost2] ?? current.ipAddrOrHost2,
            authUserID1: credentials[.authUserID1] ?? current.authUserID1,
            authUserID2: credentials[.authUserID2] ?? current.authUserID2,
            apiParameter1: credentials[.apiParameter1] ?? current.apiParameter1,
            apiParameter2: credentials[.apiParameter2] ?? current.apiParameter2
        )
    }

    private static func host(_ key: CodingKeys, _ keys: ImportKeys<CodingKeys>) throws -> String? {
        guard let text = try keys.optionalText(key, maximumLength: HostField.maximumLength) else { return nil }
        do throws(HostField.Problem) {
            return try HostField(text).text
        } catch {
            throw keys.problem(key, "\(error.rawValue); \(HostField.Problem.expected)")
        }
    }

    private static func credential(_ key: CodingKeys, _ keys: ImportKeys<CodingKeys>) throws -> Secret? {
        try keys.optionalText(key, maximumLength: ImportLimits.maximumCredentialLength).map { Secret($0) }
    }
}
