internal import Hummingbird
internal import Recordings
internal import Registry

/// `GET /v1/entries`, `/v1/users` and `/v1/telephony-servers`: what the registry holds, to be read; for administrators.
///
/// No secret has a place in the answers.
struct RegistryListRoutes: Sendable {
    let registry: Registry
    let order: RegistryOrder
    let lane: WorkLane

    private static let entry = QueryField.entry

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    "/v1/entries",
                    "The integration entries, without secrets.",
                    for: .role(.admin, reach: .scope),
                    query: ListPage.fields
                )
            ) { _, context, query in
                let page = try ListPage(query)
                let scope = try context.known.scope
                return try await lane.run {
                    let snapshot = registry.snapshot
                    let own = scope.own(order.entries.byScope) { snapshot.entries[$0]?.scope }
                    return try JSONAnswer.response(
                        EntryList(snapshot, guids: own, users: order.entries.users, page: page)
                    )
                }
            },
            Endpoint(
                .init(
                    .get,
                    "/v1/users",
                    "The users and the entries that they are assigned.",
                    for: .role(.admin, reach: .scope),
                    query: [Self.entry] + ListPage.fields
                )
            ) { _, context, query in
                let page = try ListPage(query)
                let scope = try context.known.scope
                let entry = try query[Self.entry]
                return try await lane.run {
                    let snapshot = registry.snapshot
                    let names = scope.own(order.usernames(assigned: entry)) { snapshot.users[$0]?.scope }
                    return try JSONAnswer.response(UserList(snapshot, names: names, page: page))
                }
            },
            Endpoint(
                .init(
                    .get,
                    "/v1/telephony-servers",
                    "The Telephony Servers and their Partitions.",
                    for: .role(.admin, reach: .scope),
                    query: ListPage.fields
                )
            ) { _, context, query in
                let page = try ListPage(query)
                let scope = try context.known.scope
                return try await lane.run {
                    try JSONAnswer.response(TelephonyServerList(registry.snapshot, scope: scope, page: page))
                }
            },
        ]
    }
}

extension AdministratorScope {
    /// Of a list of keys those whose component is covered, in their order.
    fileprivate func own<Key>(_ keys: [Key], component: (Key) -> Scope?) -> [Key] {
        isEverything ? keys : keys.filter { component($0).map { covers($0) } ?? false }
    }
}
