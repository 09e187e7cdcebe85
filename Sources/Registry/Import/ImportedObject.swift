internal import Recordings

/// One object of an import, as it is written.
enum ImportedObject: Sendable {
    case telephonyServer(ImportedTelephonyServer)
    case partition(ImportedPartition)
    case entry(ImportedEntry)
    case user(ImportedUser)
    case deletion(ObjectKey)

    /// What names it, or what is to go.
    var key: ObjectKey {
        switch self {
        case .telephonyServer(let imported): .telephonyServer(imported.telSysID)
        case .partition(let imported): .partition(imported.partitionGUID)
        case .entry(let imported): .entry(imported.callRecIntGUID)
        case .user(let imported): .user(imported.username)
        case .deletion(let key): key
        }
    }

    /// The object as it shall be; `nil` when it is to go.
    ///
    /// - Parameters:
    ///   - current: as it is, of the same kind; `nil` where there is none.
    ///   - revision: of an entry.
    func object(over current: RegistryObject?, revision: Int64) -> RegistryObject? {
        switch (self, current) {
        case (.telephonyServer(let imported), .telephonyServer(let current)?):
            .telephonyServer(imported.server(over: current))
        case (.telephonyServer(let imported), _): .telephonyServer(imported.server(over: nil))
        case (.partition(let imported), .partition(let current)?): .partition(imported.partition(over: current))
        case (.partition(let imported), _): .partition(imported.partition(over: nil))
        case (.entry(let imported), .entry(let current)?): .entry(imported.entry(over: current, revision: revision))
        case (.entry(let imported), _): .entry(imported.entry(over: nil, revision: revision))
        case (.user(let imported), .user(let current)?): .user(imported.user(over: current))
        case (.user(let imported), _): .user(imported.user(over: nil))
        case (.deletion, _): nil
        }
    }
}

/// One line of an import that is written line by line: an object with one member, which says what its value is.
struct ImportedLine: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telephonyServer
        case partition
        case callRecInt
        case user
        case delete
    }

    let object: ImportedObject

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        let key = try keys.only("a line is an object with one member, which is")
        object =
            switch key {
            case .telephonyServer:
                .telephonyServer(try keys.container.decode(ImportedTelephonyServer.self, forKey: key))
            case .partition: .partition(try keys.container.decode(ImportedPartition.self, forKey: key))
            case .callRecInt: .entry(try keys.container.decode(ImportedEntry.self, forKey: key))
            case .user: .user(try keys.container.decode(ImportedUser.self, forKey: key))
            case .delete: .deletion(try keys.container.decode(ImportedDeletion.self, forKey: key).key)
            }
    }
}

/// What a line says to delete: an object with one member, whose value is the object's key.
private struct ImportedDeletion: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telephonyServer
        case partition
        case callRecInt
        case user
    }

    let key: ObjectKey

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        let kind = try keys.only("one member says what to delete:")
        key =
            switch kind {
            case .telephonyServer: .telephonyServer(TelSysID(try keys.number(kind)))
            case .partition: .partition(PartitionGUID(try keys.guid(kind)))
            case .callRecInt: .entry(CallRecIntGUID(try keys.guid(kind)))
            case .user: .user(try keys.text(kind, maximumLength: ImportLimits.maximumUsernameLength))
            }
    }
}
