package import Recordings

/// What names an object of the registry: its kind, and its key among those of the kind.
package enum ObjectKey: Hashable, Sendable {
    case telephonyServer(TelSysID)
    case partition(PartitionGUID)
    case entry(CallRecIntGUID)
    /// In whatever spelling of the name.
    case user(String)

    /// The key without the kind: a number, a GUID, a name.
    package var text: String {
        switch self {
        case .telephonyServer(let telSysID): "\(telSysID)"
        case .partition(let guid): guid.rawValue
        case .entry(let guid): guid.rawValue
        case .user(let name): name
        }
    }

    /// The kind in words, for the middle of a sentence.
    package var kindWords: String {
        switch self {
        case .telephonyServer: "Telephony Server"
        case .partition: "Partition"
        case .entry: "integration entry"
        case .user: "user"
        }
    }
}
