internal import Hummingbird
internal import Recordings
internal import Registry

/// `GET /v1/entries`, `/v1/users`, `/v1/telephony-servers` and `/v1/partitions`: what the registry holds, to be read, page by page.
///
/// No secret has a place in the answers.
struct RegistryListRoutes: Sendable {
    let registry: Registry
    let lane: WorkLane

    private static let entry = QueryField.entry
    private static let server = QueryField.wholeNumber("telSysID", in: 0...Int(Int32.max))

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    "/v1/entries",
                    "The integration entries, without secrets.",
                    for: .role(.provision, reach: .scope),
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
                    for: .role(.provision, reach: .scope),
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
                    for: .role(.provision, reach: .scope),
                    query: ListPage.fields
                )
            ) { _, context, query in
                let page = try ListPage(query)
                let scope = try context.known.scope
                return try await lane.run {
                    try JSONAnswer.response(try await TelephonyServerList(page, of: registry, shownTo: scope))
                }
            },
            Endpoint(
                .init(
                    .get,
                    "/v1/partitions",
                    "The Partitions, of one Telephony Server or of all.",
                    for: .role(.provision, reach: .scope),
                    query: [Self.server] + ListPage.fields
                )
            ) { _, context, query in
                let page = try ListPage(query)
                let scope = try context.known.scope
                let server = try query[Self.server].map { TelSysID(Int32($0)) }
                return try await lane.run {
                    try JSONAnswer.response(
                        try await PartitionList(page, of: server, in: registry, shownTo: scope)
                    )
                }
            },
        ]
    }
}
