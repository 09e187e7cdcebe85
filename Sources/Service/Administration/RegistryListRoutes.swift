internal import Hummingbird
internal import Recordings
internal import Registry

/// `GET /v1/entries`, `/v1/users` and `/v1/telephony-servers`: what the registry holds, to be read; for administrators.
///
/// No secret has a place in the answers.
struct RegistryListRoutes: Sendable {
    let registry: Registry
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
                    let found = try await registry.entries(
                        search: page.search,
                        within: scope.component,
                        after: page.after,
                        limit: page.limit
                    )
                    let total = try await registry.entryCount(search: page.search, within: scope.component)
                    return try JSONAnswer.response(EntryList(found, total: total, in: registry.snapshot))
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
                    let found = try await registry.users(
                        search: page.search,
                        assigned: entry,
                        within: scope.component,
                        after: page.after,
                        limit: page.limit
                    )
                    let total = try await registry.userCount(
                        search: page.search,
                        assigned: entry,
                        within: scope.component
                    )
                    return try JSONAnswer.response(UserList(found, total: total, in: registry.snapshot))
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
                    try JSONAnswer.response(try await TelephonyServerList(page, of: registry, shownTo: scope))
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
