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

    func add(to router: Router<ServiceRequestContext>) {
        router.get("/v1/entries") { request, context in
            try context.require(.admin)
            let page = try page(request)
            return try await lane.run {
                try JSONAnswer.response(EntryList(registry.snapshot, order: order.entries, page: page))
            }
        }
        router.get("/v1/users") { request, context in
            try context.require(.admin)
            let page = try page(request, others: ["entry"])
            let entry = request.uri.queryParameters["entry"].map { CallRecIntGUID(String($0)) }
            return try await lane.run {
                let names = order.usernames(assigned: entry)
                return try JSONAnswer.response(UserList(registry.snapshot, names: names, page: page))
            }
        }
        router.get("/v1/telephony-servers") { request, context in
            try context.require(.admin)
            let page = try page(request)
            return try await lane.run {
                try JSONAnswer.response(TelephonyServerList(registry.snapshot, page: page))
            }
        }
    }

    private func page(_ request: Request, others: Set<String> = []) throws(Problem) -> ListPage {
        try ListPage(request.uri.queryParameters.map { (String($0.key), String($0.value)) }, others: others)
    }
}
