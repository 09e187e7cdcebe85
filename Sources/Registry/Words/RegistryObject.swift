package import Recordings

/// An object of the registry.
package enum RegistryObject: Hashable, Sendable {
    case telephonyServer(TelephonyServer)
    case partition(Partition)
    case entry(IntegrationEntry)
    case user(ReportingUser)

    package var key: ObjectKey {
        switch self {
        case .telephonyServer(let server): .telephonyServer(server.telSysID)
        case .partition(let partition): .partition(partition.partitionGUID)
        case .entry(let entry): .entry(entry.callRecIntGUID)
        case .user(let user): .user(user.username)
        }
    }

    /// The component that it is, or belongs to.
    package var scope: Scope {
        switch self {
        case .telephonyServer(let server): .telephonyServer(server.telSysID)
        case .partition(let partition): partition.scope
        case .entry(let entry): entry.scope
        case .user(let user): user.scope
        }
    }

    /// The names of the properties that another object of the kind has otherwise, or that have a value at all; what the audit tells.
    ///
    /// Those of an entry as the Web Services API names them, all others as an import file does.
    func namesThatDiffer(from other: RegistryObject?) -> [String] {
        let others = Dictionary(other?.properties ?? []) { first, _ in first }
        return properties.filter { $0.value.reveal() != others[$0.name, default: Secret("")].reveal() }.map(\.name)
    }

    private var properties: [(name: String, value: Secret)] {
        switch self {
        case .telephonyServer(let server):
            [
                ("telSysID", Secret("\(server.telSysID)")), ("description", Secret(server.description)),
                ("demonstrationSimulator", Secret(server.isDemonstrationSimulator ? "true" : "")),
            ]
        case .partition(let partition):
            [
                ("partitionGUID", Secret(partition.partitionGUID.rawValue)),
                ("telSysID", Secret("\(partition.telSysID)")),
                ("partIDInTelSys", Secret("\(partition.partIDInTelSys)")),
                ("description", Secret(partition.description)),
            ]
        case .entry(let entry): Self.properties(of: entry)
        case .user(let user):
            [
                ("username", Secret(user.username)), ("fullName", Secret(user.fullName)),
                ("scope", Secret("\(user.scope)")),
                ("recordingPlayback", Secret(user.recordingPlayback?.rawValue ?? "")),
                ("administrator", Secret(user.isAdministrator ? "true" : "")),
            ]
        }
    }

    private static func properties(of entry: IntegrationEntry) -> [(name: String, value: Secret)] {
        let settings = entry.settings
        return [
            ("CallRecIntGUID", Secret(entry.callRecIntGUID.rawValue)),
            ("CallRecIntType", Secret(entry.callRecIntType.rawValue)),
            ("TelSysID", Secret(entry.scope.telSysID.map(\.description) ?? "-1")),
            ("PartIDInTelSys", Secret(entry.scope.partIDInTelSys.map(\.description) ?? "-1")),
            ("Description", Secret(entry.description)),
            ("IPAddrOrHost1", Secret(settings.ipAddrOrHost1)),
            ("IPAddrOrHost2", Secret(settings.ipAddrOrHost2)),
            ("AuthUserID1", settings.authUserID1),
            ("AuthUserID2", settings.authUserID2),
            ("APIParameter1", settings.apiParameter1),
            ("APIParameter2", settings.apiParameter2),
        ]
    }
}
