internal import Recordings

/// `GET /v1/entries`: the integration entries without their credentials, as the tree of scopes has them: application-wide first, then by Telephony
/// Server and Partition.
struct EntryList: Encodable, Sendable {
    struct HostPart: Encodable, Sendable {
        let position: Int
        let host: String
    }

    struct EntryPart: Encodable, Sendable {
        let callRecIntGUID: CallRecIntGUID
        let callRecIntType: CallRecIntType
        let description: String
        let scope: DebugAnswer.ScopePart
        /// Used instead of the assigned entry across demonstration simulators.
        let demonstrationSimulator: Bool
        /// Empty fields are left out.
        let hosts: [HostPart]
        /// Users whose "Recording Playback" setting is this entry.
        let userCount: Int
        /// Those of them whose scope the entry does not cover.
        let outOfScopeUserCount: Int
    }

    let entries: [EntryPart]
    let total: Int
    let nextOffset: Nullable<Int>

    init(_ snapshot: RegistrySnapshot, order: RegistryOrder.Entries, page: ListPage) {
        entries = page.cut(order.byScope).compactMap { snapshot.entries[$0] }.map { entry in
            EntryPart(
                callRecIntGUID: entry.callRecIntGUID,
                callRecIntType: entry.callRecIntType,
                description: entry.description,
                scope: .init(entry.scope),
                demonstrationSimulator: entry.callRecIntGUID == .demonstrationSimulator,
                hosts: entry.settings.hostFields.map { HostPart(position: $0.position.rawValue, host: $0.text) },
                userCount: order.users[entry.callRecIntGUID]?.count ?? 0,
                outOfScopeUserCount: order.users[entry.callRecIntGUID]?.outOfScope ?? 0
            )
        }
        total = order.byScope.count
        nextOffset = Nullable(page.next(total: order.byScope.count))
    }
}
