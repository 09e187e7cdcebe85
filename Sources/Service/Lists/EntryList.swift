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

    init(_ snapshot: RegistrySnapshot, page: ListPage) {
        var users: [CallRecIntGUID: (count: Int, outOfScope: Int)] = [:]
        for user in snapshot.users.values {
            guard let guid = user.recordingPlayback else { continue }
            let isCovered = snapshot.entries[guid]?.scope.serves(userScope: user.scope) ?? false
            users[guid, default: (0, 0)].count += 1
            users[guid, default: (0, 0)].outOfScope += isCovered ? 0 : 1
        }
        let all = snapshot.entries.values.sorted { left, right in
            (left.scope.serverPlace, left.scope.partitionPlace, left.description, left.callRecIntGUID)
                < (right.scope.serverPlace, right.scope.partitionPlace, right.description, right.callRecIntGUID)
        }
        entries = page.cut(all).map { entry in
            let fields = [entry.settings.ipAddrOrHost1, entry.settings.ipAddrOrHost2]
            return EntryPart(
                callRecIntGUID: entry.callRecIntGUID,
                callRecIntType: entry.callRecIntType,
                description: entry.description,
                scope: .init(entry.scope),
                demonstrationSimulator: entry.callRecIntGUID == .demonstrationSimulator,
                hosts: fields.enumerated().filter { !$0.element.isEmpty }.map {
                    HostPart(position: $0.offset + 1, host: $0.element)
                },
                userCount: users[entry.callRecIntGUID]?.count ?? 0,
                outOfScopeUserCount: users[entry.callRecIntGUID]?.outOfScope ?? 0
            )
        }
        total = all.count
        nextOffset = Nullable(page.next(total: all.count))
    }
}

extension Scope {
    /// Where its Telephony Server stands in the tree of scopes; application-wide comes first.
    fileprivate var serverPlace: Int64 { telSysID.map { Int64($0.rawValue) } ?? .min }

    /// Where its Partition stands below the Telephony Server; the whole server comes first.
    fileprivate var partitionPlace: Int64 { partIDInTelSys.map { Int64($0.rawValue) } ?? .min }
}
