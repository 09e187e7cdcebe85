internal import Recordings

/// An entry as answers and the audit tell of it.
struct EntryDescription: Sendable, Hashable {
    /// The container `APICommunicationSettings`.
    static let settings: [PropertyName] = [
        .ipAddrOrHost1, .ipAddrOrHost2, .authUserID1, .authUserID2, .apiParameter1, .apiParameter2,
    ]
    /// Source: Call Recording Integration Entries, "CallRecIntInfo Response".
    static let general: [PropertyName] = [
        .callRecIntGUID, .callRecIntType, .telSysID, .partIDInTelSys, .description,
    ]

    let entry: IntegrationEntry
    /// Of the Partition that the entry belongs to, if it does.
    var partitionGUID: PartitionGUID?

    /// The complete description, in the order of the API's sample.
    var items: [ResponseItem] {
        Self.general.map(item) + [.container(.apiCommunicationSettings, Self.settings.map(item))]
    }

    func item(_ name: PropertyName) -> ResponseItem {
        .property(name, text(name))
    }

    /// The names of the properties that have a value.
    var namesWithValue: [String] {
        (Self.general + Self.settings).filter { !text($0).isEmpty }.map(\.rawValue)
    }

    /// The names of the properties whose values are different in another entry.
    func namesThatDiffer(from other: EntryDescription) -> [String] {
        (Self.general + Self.settings).filter { text($0) != other.text($0) }.map(\.rawValue)
    }

    /// A property's text: `-1` for all Telephony Servers or Partitions, and credentials in clear, as the API shows them.
    private func text(_ name: PropertyName) -> String {
        switch name {
        case .callRecIntGUID: entry.callRecIntGUID.rawValue
        case .callRecIntType: entry.callRecIntType.rawValue
        case .partitionGUID: partitionGUID?.rawValue ?? ""
        case .telSysID: entry.scope.telSysID.map(\.description) ?? "-1"
        case .partIDInTelSys: entry.scope.partIDInTelSys.map(\.description) ?? "-1"
        case .description: entry.description
        case .ipAddrOrHost1: entry.settings.ipAddrOrHost1
        case .ipAddrOrHost2: entry.settings.ipAddrOrHost2
        case .authUserID1: entry.settings.authUserID1.reveal()
        case .authUserID2: entry.settings.authUserID2.reveal()
        case .apiParameter1: entry.settings.apiParameter1.reveal()
        case .apiParameter2: entry.settings.apiParameter2.reveal()
        case .apiCommunicationSettings, .callRecIntFields, .sessionID, .nonce, .username, .password: ""
        }
    }
}
