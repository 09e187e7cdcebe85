internal import HTTPTypes
internal import Hummingbird

/// Gives requests to the router under the one spelling of their path.
struct PathResponder<Inner: HTTPResponder>: HTTPResponder {
    let inner: Inner

    func respond(to request: Request, context: Inner.Context) async throws -> Response {
        guard let target = request.head.path, case .rewritten(let path) = RequestPath.read(target) else {
            return try await inner.respond(to: request, context: context)
        }
        var head = request.head
        head.path = path
        return try await inner.respond(to: Request(head: head, body: request.body), context: context)
    }
}
