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
                    for: .role(.admin),
                    query: ListPage.fields
                )
            ) { _, _, query in
                let page = try ListPage(query)
                return try await lane.run {
                    let found = try await registry.entries(search: page.search, after: page.after, limit: page.limit)
                    let total = try await registry.entryCount(search: page.search)
                    return try JSONAnswer.response(EntryList(found, total: total, in: registry.snapshot))
                }
            },
            Endpoint(
                .init(
                    .get,
                    "/v1/users",
                    "The users and the entries that they are assigned.",
                    for: .role(.admin),
                    query: [Self.entry] + ListPage.fields
                )
            ) { _, _, query in
                let page = try ListPage(query)
                let entry = try query[Self.entry]
                return try await lane.run {
                    let found = try await registry.users(
                        search: page.search,
                        assigned: entry,
                        after: page.after,
                        limit: page.limit
                    )
                    let total = try await registry.userCount(search: page.search, assigned: entry)
                    return try JSONAnswer.response(UserList(found, total: total, in: registry.snapshot))
                }
            },
            Endpoint(
                .init(
                    .get,
                    "/v1/telephony-servers",
                    "The Telephony Servers and their Partitions.",
                    for: .role(.admin),
                    query: ListPage.fields
                )
            ) { _, _, query in
                let page = try ListPage(query)
                return try await lane.run {
                    try JSONAnswer.response(try await TelephonyServerList(page, of: registry))
                }
            },
        ]
    }
}
