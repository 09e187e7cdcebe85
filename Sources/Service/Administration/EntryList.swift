internal import Recordings
internal import Registry

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
        /// What the scope's Telephony Server is called, and its Partition; as many as it has.
        let scopeNames: [String]
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
    /// `null` where a search finds very many.
    let total: Nullable<Int>
    /// What to ask for the next page with; `null` on the last.
    let next: Nullable<String>

    /// - Parameters:
    ///   - page: which entries, in their order.
    ///   - total: how many there are on all pages.
    ///   - registry: where they are.
    init(_ page: RegistryPage<CallRecIntGUID>, total: Int?, of registry: Registry) {
        let snapshot = registry.snapshot
        entries = page.keys.compactMap { snapshot.entries[$0] }.map { entry in
            let assigned = snapshot.assignedUsers[entry.callRecIntGUID]
            return EntryPart(
                callRecIntGUID: entry.callRecIntGUID,
                callRecIntType: entry.callRecIntType,
                description: entry.description,
                scope: .init(entry.scope),
                scopeNames: registry.names(of: entry.scope),
                demonstrationSimulator: entry.callRecIntGUID == .demonstrationSimulator,
                hosts: entry.settings.hostFields.map { HostPart(position: $0.position.rawValue, host: $0.text) },
                userCount: assigned?.count ?? 0,
                outOfScopeUserCount: assigned?.outOfScope ?? 0
            )
        }
        self.total = Nullable(total)
        next = Nullable(page.next?.text)
    }
}
