internal import HTTPTypes
internal import Hummingbird

/// Gives requests to the router under the one spelling of their path.
struct PathResponder<Inner: HTTPResponder>: HTTPResponder {
    let inner: Inner

    func respond(to request: Request, context: Inner.Context) async throws -> Response {
        var head = request.head
        if let target = head.path, case .rewritten(let path) = RequestPath.read(target) { head.path = path }
        guard head.path != request.head.path else { return try await inner.respond(to: request, context: context) }
        return try await inner.respond(to: Request(head: head, body: request.body), context: context)
    }
}
