internal import Dubber
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Recordings
internal import Registry

/// Where Dubber tells of new and changed recordings: `POST /v1/hooks/dubber/{CallRecIntGUID}?key=…`.
///
/// `GET` gives the address to give to Dubber.
///
/// Source: Dubber API, Webhooks (B): Dubber first posts an `X-Hook-Secret`, which is answered with itself and, where the body names the
/// notification, sent back to activate it.
struct HookRoute: Sendable {
    private static let path = "/v1/hooks/dubber/{entry}"
    private static let key = QueryField.text("key", isRequired: true)
    static let secretHeader = "X-Hook-Secret"
    /// The longest handshake secret that is sent back, in characters.
    static let maximumSecretLength = 512

    let registry: Registry
    let dubber: DubberProvider
    let keys: HookKeys
    let work: HookWork

    private struct Address: Encodable {
        let postURL: String
    }

    private struct Answer: Encodable {
        let accepted: Bool
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .post,
                    Self.path,
                    "Takes Dubber's webhooks; its own secret stands in the address.",
                    for: .secretInAddress,
                    query: [Self.key],
                    ignoresOtherNames: true,
                    asks: "application/json"
                ),
                answer: take
            ),
            Endpoint(
                .init(
                    .get,
                    Self.path,
                    "The address to register for an entry's webhooks.",
                    for: .role(.admin, reach: .scope)
                )
            ) { _, context, _ in try address(context) },
        ]
    }

    private func address(_ context: ServiceRequestContext) throws -> Response {
        let entry = try entry(context)
        try context.known.check(entry)
        return try JSONAnswer.response(Address(postURL: keys.address(of: entry.callRecIntGUID)))
    }

    private func take(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ query: QueryValues
    ) async throws -> Response {
        // The key first: without it nobody learns which entries there are.
        guard let guid = context.parameters.get("entry").map({ CallRecIntGUID($0) }),
            let key = query[Self.key.name], keys.isKey(key, of: guid)
        else {
            throw Problem(
                status: 403,
                code: "hookKeyNotValid",
                title: "Not permitted",
                detail: "The key does not belong to this hook."
            )
        }
        let entry = try entry(context)
        let body = try await body(of: request)
        if let name = HTTPField.Name(Self.secretHeader), let secret = request.headers[name] {
            return try shakeHands(secret, header: name, body: body, entry: entry)
        }
        guard let event = DubberHookEvent(body) else {
            throw Problem(
                status: 400,
                code: "badEvent",
                title: "Bad event",
                detail: "The body is not an event about a recording."
            )
        }
        if let task = dubber.notice(event, entry: entry) { work.add(task) }
        return try JSONAnswer.response(Answer(accepted: true))
    }

    private func shakeHands(
        _ secret: String,
        header: HTTPField.Name,
        body: [UInt8],
        entry: IntegrationEntry
    ) throws -> Response {
        guard !secret.isEmpty, secret.utf8.count <= Self.maximumSecretLength,
            secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Problem(
                status: 400,
                code: "badHandshake",
                title: "Bad handshake",
                detail: "The hook's secret cannot be sent back."
            )
        }
        if let notification = DubberHookEvent.notificationID(in: body) {
            let dubber = dubber
            work.add {
                await dubber.activate(notification: notification, hookSecret: Secret(secret), entry: entry)
            }
        }
        var response = try JSONAnswer.response(Answer(accepted: true))
        response.headers[header] = secret
        return response
    }

    private func entry(_ context: ServiceRequestContext) throws -> IntegrationEntry {
        guard let guid = context.parameters.get("entry").map({ CallRecIntGUID($0) }),
            let entry = registry.snapshot.entries[guid], entry.callRecIntType == .dubber
        else { throw HTTPError(.notFound) }
        return entry
    }

    private func body(of request: Request) async throws -> [UInt8] {
        do {
            return Array(buffer: try await request.body.collect(upTo: DubberHookEvent.maximumBodyBytes))
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
    }
}
