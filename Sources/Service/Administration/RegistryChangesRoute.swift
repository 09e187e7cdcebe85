internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Recordings
internal import Registry

/// `GET /v1/registry` and `POST /v1/registry/changes`: the whole registry line by line, and changes of it, for programs that provision.
struct RegistryChangesRoute: Sendable {
    /// The longest change that is read, in bytes: as many lines as one may have, of the usual length several times over.
    static let maximumBodyBytes = 8 * 1024 * 1024
    private static let mediaType = "application/x-ndjson"

    let registry: Registry
    let lane: WorkLane
    let now: @Sendable () -> Date

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    "/v1/registry",
                    "The registry line by line, without credentials and passwords, as import takes it.",
                    for: .role(.provision),
                    answers: [Self.mediaType]
                )
            ) { _, _, _ in try await lane.run { export() } },
            Endpoint(
                .init(
                    .post,
                    "/v1/registry/changes",
                    "Adds, changes and deletes what the lines say, in their order, all of it or nothing.",
                    for: .role(.provision, reach: .scope),
                    asks: Self.mediaType,
                    headers: [ObjectRequest.idempotencyKey]
                )
            ) { request, context, _ in try await change(request, context) },
        ]
    }

    private func export() -> Response {
        let export = RegistryExport(registry.snapshot)
        return Response(
            status: .ok,
            headers: [.contentType: Self.mediaType, .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await export.write { try await writer.write($0) }
                try await writer.finish(nil)
            }
        )
    }

    private func change(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let body = Data(try await request.body.collect(upTo: Self.maximumBodyBytes).readableBytesView)
        let requester = try context.known
        let author = try context.author(at: now())
        let key = try ObjectRequest.idempotencyKey(of: request, context, body: body)
        do {
            let done = try await registry.change(body, within: requester.scope, by: author, once: key) { lines in
                try Self.reply(lines).kept
            }
            switch done {
            case .done(let lines): return try Self.reply(lines).response()
            case .repeated(let kept): return try ObjectReply(kept: kept).response(isRepeated: true)
            }
        } catch RegistryError.importRefused(let line, let path, let problem) {
            throw Problem(
                status: 422,
                code: "changeRefused",
                title: "Nothing was changed",
                detail: "\(line.map { "line \($0): " } ?? "")\(path.isEmpty ? "" : "\(path): ")\(problem)"
            )
        }
    }

    private static func reply(_ lines: [ChangedLine]) -> ObjectReply {
        let told = lines.map { line in
            JSONValue.object([
                "line": .whole(line.line), "kind": .text(line.kind), "key": .text(line.key),
                "outcome": .text(line.outcome),
            ])
        }
        return ObjectReply(status: 200, body: .object(["lines": .list(told)]))
    }
}
