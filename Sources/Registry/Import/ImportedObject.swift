internal import Recordings

/// One object of an import, as it is written.
enum ImportedObject: Sendable {
    case telephonyServer(ImportedTelephonyServer)
    case partition(ImportedPartition)
    case entry(ImportedEntry)
    case user(ImportedUser)
    case deletion(ImportedDeletion)
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
        let present = keys.container.allKeys
        guard present.count == 1, let key = present.first else {
            let known = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
            throw ImportProblem(keys.path, "a line is an object with one member, which is one of \(known)")
        }
        object =
            switch key {
            case .telephonyServer:
                .telephonyServer(try keys.container.decode(ImportedTelephonyServer.self, forKey: key))
            case .partition: .partition(try keys.container.decode(ImportedPartition.self, forKey: key))
            case .callRecInt: .entry(try keys.container.decode(ImportedEntry.self, forKey: key))
            case .user: .user(try keys.container.decode(ImportedUser.self, forKey: key))
            case .delete: .deletion(try keys.container.decode(ImportedDeletion.self, forKey: key))
            }
    }
}

/// What a line says to delete: an object with one member, whose value is the object's key.
enum ImportedDeletion: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case telephonyServer
        case partition
        case callRecInt
        case user
    }

    case telephonyServer(TelSysID)
    case partition(PartitionGUID)
    case entry(CallRecIntGUID)
    case user(String)

    init(from decoder: any Decoder) throws {
        let keys = try ImportKeys<CodingKeys>(decoder)
        let present = keys.container.allKeys
        guard present.count == 1, let key = present.first else {
            let known = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
            throw ImportProblem(keys.path, "one member says what to delete: one of \(known)")
        }
        self =
            switch key {
            case .telephonyServer: .telephonyServer(TelSysID(try keys.number(key)))
            case .partition: .partition(PartitionGUID(try keys.guid(key)))
            case .callRecInt: .entry(CallRecIntGUID(try keys.guid(key)))
            case .user: .user(try keys.text(key, maximumLength: ImportLimits.maximumUsernameLength))
            }
    }
}
