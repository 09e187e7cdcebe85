internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Recordings
internal import Registry
internal import WebServices

/// One object at a time: `GET`, `PUT`, `PATCH` and `DELETE` of an entry, a user, a Telephony Server or a Partition, and `POST` of a new one.
///
/// What becomes of it is decided by ``ObjectDecision``, within the transaction that writes it.
struct RegistryObjectRoutes: Sendable {
    let registry: Registry
    let lane: WorkLane
    let guids: GUIDSource
    let now: @Sendable () -> Date

    var endpoints: [Endpoint] { ObjectAddress.all.flatMap { [get($0), put($0), patch($0), delete($0), post($0)] } }

    private static let access = EndpointAccess.role(.provision, reach: .scope)

    private func get(_ address: ObjectAddress) -> Endpoint {
        Endpoint(
            .init(
                .get,
                address.path,
                "One \(address.one), without secrets.",
                for: Self.access,
                headers: ["If-None-Match"]
            )
        ) { request, context, _ in
            let scope = try context.known.scope
            let conditions = try ObjectRequest.conditions(of: request.headers)
            let key = try address.key(in: context)
            return try await lane.run {
                guard let stored = try await registry.object(key), scope.shows(stored.object) else {
                    throw address.absent
                }
                guard !conditions.know(stored.tag) else {
                    return try ObjectReply(status: 304, tag: stored.tag).response()
                }
                return try await reply(200, stored, shownTo: scope).response()
            }
        }
    }

    private func put(_ address: ObjectAddress) -> Endpoint {
        Endpoint(
            .init(
                .put,
                address.path,
                "Replaces all of one \(address.one), or makes it.",
                for: Self.access,
                asks: ObjectRequest.json,
                headers: ObjectRequest.conditions,
                statuses: [200, 201]
            )
        ) { request, context, _ in
            let body = try await ObjectRequest.body(of: request, types: [ObjectRequest.json]).json
            return try await perform(.put, address, body, request, context)
        }
    }

    private func patch(_ address: ObjectAddress) -> Endpoint {
        Endpoint(
            .init(
                .patch,
                address.path,
                "Changes what is said of one \(address.one), by a JSON merge patch (RFC 7396).",
                for: Self.access,
                asks: ObjectRequest.mergePatch,
                headers: ObjectRequest.conditions
            )
        ) { request, context, _ in
            let types = [ObjectRequest.mergePatch, ObjectRequest.json]
            let body = try await ObjectRequest.body(of: request, types: types).json
            return try await perform(.patch, address, body, request, context)
        }
    }

    private func delete(_ address: ObjectAddress) -> Endpoint {
        Endpoint(
            .init(
                .delete,
                address.path,
                "Deletes one \(address.one).",
                for: Self.access,
                headers: ObjectRequest.conditions,
                answers: [],
                statuses: [204]
            )
        ) { request, context, _ in try await perform(.delete, address, .null, request, context) }
    }

    private func post(_ address: ObjectAddress) -> Endpoint {
        Endpoint(
            .init(
                .post,
                address.collection,
                "Makes one \(address.one).",
                for: Self.access,
                asks: ObjectRequest.json,
                headers: [ObjectRequest.idempotencyKey],
                statuses: [201]
            )
        ) { request, context, _ in try await add(address, request, context) }
    }

    // MARK: Performing

    private func perform(
        _ method: ObjectMethod,
        _ address: ObjectAddress,
        _ body: JSONValue,
        _ request: Request,
        _ context: ServiceRequestContext
    ) async throws -> Response {
        let requester = try context.known
        let conditions = try ObjectRequest.conditions(of: request.headers)
        let change = ObjectChange(method, try address.key(in: context), body, if: conditions)
        let done = try await registry.perform(change, within: requester.scope, by: context.author(at: now()))
        guard case .done(let outcome) = done, let stored = outcome.stored else {
            return try ObjectReply(status: 204).response()
        }
        var reply = try await reply(outcome.fate == .inserted ? 201 : 200, stored, shownTo: requester.scope)
        if outcome.fate == .inserted { reply.location = address.location(of: stored.object.key) }
        return try reply.response()
    }

    private func add(
        _ address: ObjectAddress,
        _ request: Request,
        _ context: ServiceRequestContext
    ) async throws -> Response {
        let requester = try context.known
        let body = try await ObjectRequest.body(of: request, types: [ObjectRequest.json])
        let key = try ObjectRequest.idempotencyKey(of: request, context, body: body.bytes)
        let done = try await registry.perform(
            ObjectChange(adding: named(body.json, address), to: address.form.kind),
            within: requester.scope,
            by: context.author(at: now()),
            once: key
        ) { outcome in try made(outcome, address).kept }
        switch done {
        case .done(let outcome): return try made(outcome, address).response()
        case .repeated(let kept): return try ObjectReply(kept: kept).response(isRepeated: true)
        }
    }

    /// With a GUID where a new object has none yet.
    private func named(_ body: JSONValue, _ address: ObjectAddress) -> JSONValue {
        let member = address.form.keyMember
        switch address.form.kind {
        case .telephonyServers, .users: return body
        case .callRecInts, .partitions:
            guard let members = body.members, members[member] ?? .null == .null else { return body }
            return body.with([member: .text(guids.next(now: now()).rawValue)])
        }
    }

    /// What is answered when an object was made, to which nothing belongs yet.
    private func made(_ outcome: ObjectOutcome, _ address: ObjectAddress) -> ObjectReply {
        guard let stored = outcome.stored else { return ObjectReply(status: 204) }
        return ObjectReply(
            status: 201,
            location: address.location(of: stored.object.key),
            tag: stored.tag,
            body: stored.json(ObjectFigures(ofNew: stored.object, in: registry))
        )
    }

    private func reply(
        _ status: Int,
        _ stored: StoredObject,
        shownTo scope: AdministratorScope
    ) async throws -> ObjectReply {
        let figures = try await ObjectFigures(of: stored.object, in: registry, shownTo: scope)
        return ObjectReply(status: status, tag: stored.tag, body: stored.json(figures))
    }
}

extension AdministratorScope {
    /// Whether an object is told of.
    fileprivate func shows(_ object: RegistryObject) -> Bool {
        if case .telephonyServer(let server) = object { shows(server) } else { covers(object.scope) }
    }
}
