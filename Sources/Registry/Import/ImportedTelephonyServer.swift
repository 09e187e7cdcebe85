internal import Recordings

/// An element of `telephonyServers`.
struct ImportedTelephonyServer: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telSysID
        case description
        case demonstrationSimulator
    }

    let server: TelephonyServer

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        server = TelephonyServer(
            telSysID: TelSysID(try keys.number(.telSysID)),
            description: try keys.optionalText(
                .description,
                maximumLength: ImportLimits.maximumDescriptionLength
            ) ?? "",
            isDemonstrationSimulator: try keys.flag(.demonstrationSimulator)
        )
    }
}
