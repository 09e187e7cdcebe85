internal import Recordings

/// An element of `telephonyServers`.
struct ImportedTelephonyServer: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telSysID
        case description
        case demonstrationSimulator
    }

    let telSysID: TelSysID
    private let description: String?
    private let isDemonstrationSimulator: Bool?

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        telSysID = TelSysID(try keys.number(.telSysID))
        description = try keys.optionalText(.description, maximumLength: ImportLimits.maximumDescriptionLength)
        isDemonstrationSimulator = try keys.optionalFlag(.demonstrationSimulator)
    }

    /// The server as it shall be; what the file does not say of the `current` one stays, so that no demonstration asks a provider by a slip.
    func server(over current: TelephonyServer?) -> TelephonyServer {
        TelephonyServer(
            telSysID: telSysID,
            description: description ?? current?.description ?? "",
            isDemonstrationSimulator: isDemonstrationSimulator ?? current?.isDemonstrationSimulator ?? false
        )
    }
}
