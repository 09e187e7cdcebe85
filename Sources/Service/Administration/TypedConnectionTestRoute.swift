internal import Hummingbird
internal import Recordings
internal import Registry

/// `POST /v1/debug/entries/test`: tries the hosts of an entry as somebody is typing it, before it is saved; for administrators.
///
/// Nothing is saved, and playback goes on from nothing that is learned.
struct TypedConnectionTestRoute: Sendable {
    let route: ConnectionTestRoute

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .post,
                "/v1/debug/entries/test",
                "Tries the hosts of an entry that is not saved yet, as POST /v1/entries takes it; callRecIntGUID names a stored one, whose "
                    + "credentials are taken where the body says none, and only for its own hosts.",
                for: .role(.admin, reach: .scope),
                asks: ObjectRequest.json
            )
        ) { request, context, _ in try await test(request, context) }
    }

    private func test(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let requester = try context.known
        let body = try await ObjectRequest.body(of: request, types: [ObjectRequest.json]).json
        let stored = TypedEntry.guid(in: body).flatMap { route.registry.snapshot.entries[$0] }
        let typed: TypedEntry
        do throws(ObjectRefusal) {
            if let stored { try requester.scope.expect(.entry(stored)) }
            typed = try TypedEntry(body, over: stored)
            try requester.scope.expect(.entry(typed.entry))
            try typed.expectCredentialsStay()
        } catch {
            throw RegistryError.objectRefused(error)
        }
        let name = stored?.callRecIntGUID.rawValue ?? "typed by \(requester.name.text)"
        return try await route.test(typed.entry, as: name, isStored: false, context)
    }
}

extension AdministratorScope {
    /// Expects that an object, as it is or would be, may be changed.
    ///
    /// - Throws: `outsideScope`.
    fileprivate func expect(_ object: RegistryObject) throws(ObjectRefusal) {
        if let refusal = refusal(ofChanging: object.key, from: object, to: object, entryScope: { _ in nil }) {
            throw refusal
        }
    }
}
