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

    /// A page of those entries that are meant, whose GUIDs are given in order, with how many users each is assigned to.
    init(
        _ snapshot: RegistrySnapshot,
        guids: [CallRecIntGUID],
        users: [CallRecIntGUID: (count: Int, outOfScope: Int)],
        page: ListPage
    ) {
        entries = page.cut(guids).compactMap { snapshot.entries[$0] }.map { entry in
            EntryPart(
                callRecIntGUID: entry.callRecIntGUID,
                callRecIntType: entry.callRecIntType,
                description: entry.description,
                scope: .init(entry.scope),
                demonstrationSimulator: entry.callRecIntGUID == .demonstrationSimulator,
                hosts: entry.settings.hostFields.map { HostPart(position: $0.position.rawValue, host: $0.text) },
                userCount: users[entry.callRecIntGUID]?.count ?? 0,
                outOfScopeUserCount: users[entry.callRecIntGUID]?.outOfScope ?? 0
            )
        }
        total = guids.count
        nextOffset = Nullable(page.next(total: guids.count))
    }
}
