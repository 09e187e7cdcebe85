internal import Hummingbird

/// A method at a path: what is said of it, and what answers it.
struct Endpoint: Sendable {
    /// Makes an answer for somebody who may have it, from a query that is as declared.
    typealias Answer = @Sendable (Request, ServiceRequestContext, QueryValues) async throws -> Response
    /// Shows an error, where people read it.
    typealias ErrorPage = @Sendable (any Error, Request, ServiceRequestContext) -> Response

    let declaration: EndpointDeclaration
    private let answer: Answer
    private let errorPage: ErrorPage?

    /// - Parameters:
    ///   - declaration: what is said of it.
    ///   - errorPage: shows refusals and other errors; `nil` where they become problem documents.
    ///   - answer: asked only by those who may.
    init(_ declaration: EndpointDeclaration, errorPage: ErrorPage? = nil, answer: @escaping Answer) {
        self.declaration = declaration
        self.answer = answer
        self.errorPage = errorPage
    }

    /// The same for `HEAD`, where the function makes heads itself; elsewhere they are what `GET` answers without its body.
    var head: Endpoint { Endpoint(declaration.ofHead, errorPage: errorPage, answer: answer) }

    /// Looks at right and query, and answers.
    ///
    /// - Throws: 401 or 403 for who may not ask, 400 for a query that is not as declared, and what the function throws.
    func respond(
        to request: Request,
        _ context: ServiceRequestContext,
        own: OwnOrigin
    ) async throws -> Response {
        do {
            try declaration.access.check(request, context, own: own)
            let query = QueryValues(of: request)
            if !declaration.ignoresOtherNames { try query.check(against: declaration.query) }
            return try await answer(request, context, query)
        } catch {
            guard let errorPage else { throw error }
            return errorPage(error, request, context)
        }
    }
}

extension Router where Context == ServiceRequestContext {
    /// Puts endpoints in place: the only way onto the router.
    ///
    /// - Parameters:
    ///   - endpoints: every one that the service has.
    ///   - own: the origin of the service's pages.
    func add(_ endpoints: [Endpoint], own: OwnOrigin) {
        for endpoint in endpoints {
            let declaration = endpoint.declaration
            on(RouterPath(declaration.path), method: declaration.method) { request, context in
                try await endpoint.respond(to: request, context, own: own)
            }
        }
    }
}
