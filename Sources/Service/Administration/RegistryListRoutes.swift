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
    private static let partitions = QueryField.wholeNumber("partitions", in: 0...TelephonyServerList.maximumPartitions)
    private static let covering = QueryField(
        "covering",
        .text(
            "the scope of a user: -1 for all Telephony Servers, a telSysID, or a telSysID and a partIDInTelSys as in 1,2"
        )
    ) { ScopeQuery.scope(written: $0) }
    private static let server = QueryField.wholeNumber("telSysID", in: 0...Int(Int32.max))

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    "/v1/entries",
                    "The integration entries, or those that cover the users of a scope, without secrets.",
                    for: .role(.provision, reach: .scope),
                    query: [Self.covering] + ScopeQuery.fields + ListPage.fields
                )
            ) { _, context, query in try await entries(query, of: context.known.scope) },
            Endpoint(
                .init(
                    .get,
                    "/v1/users",
                    "The users and the entries that they are assigned.",
                    for: .role(.provision, reach: .scope),
                    query: [Self.entry] + ScopeQuery.fields + ListPage.fields
                )
            ) { _, context, query in try await users(query, of: context.known.scope) },
            Endpoint(
                .init(
                    .get,
                    "/v1/telephony-servers",
                    "The Telephony Servers and their Partitions.",
                    for: .role(.provision, reach: .scope),
                    query: [Self.partitions] + ListPage.fields
                )
            ) { _, context, query in
                let page = try ListPage(query)
                let scope = try context.known.scope
                let partitions = try query[Self.partitions] ?? TelephonyServerList.usualPartitions(on: page)
                return try await lane.run {
                    try JSONAnswer.response(
                        try await TelephonyServerList(page, partitions: partitions, of: registry, shownTo: scope)
                    )
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

    private func entries(_ query: QueryValues, of administrator: AdministratorScope) async throws -> Response {
        let page = try ListPage(query)
        let user = try query[Self.covering]
        let scope = try ScopeQuery.scope(query, of: administrator)
        return try await lane.run {
            guard let scope else { return try JSONAnswer.response(EntryList(.empty, total: 0, of: registry)) }
            if let user {
                let (found, total) = try await registry.entries(
                    serving: user,
                    search: page.search,
                    within: scope,
                    after: page.after,
                    limit: page.limit
                )
                return try JSONAnswer.response(EntryList(found, total: total, of: registry))
            }
            let found = try await registry.entries(
                search: page.search,
                within: scope,
                after: page.after,
                limit: page.limit
            )
            let total = try await registry.entryCount(search: page.search, within: scope)
            return try JSONAnswer.response(EntryList(found, total: total, of: registry))
        }
    }

    private func users(_ query: QueryValues, of administrator: AdministratorScope) async throws -> Response {
        let page = try ListPage(query)
        let entry = try query[Self.entry]
        let scope = try ScopeQuery.scope(query, of: administrator)
        return try await lane.run {
            guard let scope else { return try JSONAnswer.response(UserList(.empty, total: 0, of: registry)) }
            let found = try await registry.users(
                search: page.search,
                assigned: entry,
                within: scope,
                after: page.after,
                limit: page.limit
            )
            let total = try await registry.userCount(search: page.search, assigned: entry, within: scope)
            return try JSONAnswer.response(UserList(found, total: total, of: registry))
        }
    }
}
