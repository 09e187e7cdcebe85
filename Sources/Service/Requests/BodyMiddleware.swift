internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Looks at how a request's body comes before anybody reads it, and tells a client that waits with it when it is wanted.
///
/// Source: RFC 9110 §10.1.1 (Expect), §15.5.14 and §15.5.16.
struct BodyMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    /// What no address takes more than.
    let maximumBytes: Int

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if Self.mayHaveBody(request.method), !Self.isPlain(request.headers[values: .contentEncoding]) {
            throw Self.codingUnknown
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBytes {
            throw HTTPError(.contentTooLarge)
        }
        guard request.headers[.expect] != nil else { return try await next(request, context) }
        var request = request
        request.body = RequestBody(asyncSequence: ExpectedBody(body: request.body, connection: context.connection))
        return try await next(request, context)
    }

    /// Of the others no body is looked at, so that nothing said of it counts.
    private static func mayHaveBody(_ method: HTTPRequest.Method) -> Bool {
        switch method {
        case .get, .head, .options, .delete, .trace: false
        default: true
        }
    }

    /// Whether a body has no coding but the one that is none.
    private static func isPlain(_ fields: [String]) -> Bool {
        fields.flatMap { $0.lowercased().split(separator: ",") }.allSatisfy { member in
            let name = member.filter { $0 != " " && $0 != "\t" }
            return name.isEmpty || name == "identity"
        }
    }

    private static let codingUnknown = Problem(
        status: 415,
        code: "contentCodingUnknown",
        title: "Content coding unknown",
        detail: "A request's body is read as it is, without a content coding.",
        headers: ["Accept-Encoding": "identity"]
    )
}

/// A body that a client sends when it is asked to: with the first bytes that are wanted.
private struct ExpectedBody: AsyncSequence, Sendable {
    let body: RequestBody
    let connection: AudioConnection

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var body: RequestBody.AsyncIterator
        fileprivate let connection: AudioConnection
        fileprivate var isAskedFor = false

        mutating func next() async throws -> ByteBuffer? {
            if !isAskedFor {
                isAskedFor = true
                connection.goOnWithBody()
            }
            return try await body.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(body: body.makeAsyncIterator(), connection: connection)
    }
}
