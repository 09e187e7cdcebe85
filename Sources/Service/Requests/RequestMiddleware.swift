internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Around every request: its id, its one log line, and errors made into problem documents.
struct RequestMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let logger: Logger
    let counters: ServiceCounters
    let metrics: ServiceMetrics
    /// Whether requests come by TLS.
    let isSecure: Bool

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let header = RequestID.header, let given = RequestID.sane(request.headers[header]) {
            context.requestID = given
        }
        context.log = logger
        let start = ContinuousClock.now
        var code: String?
        var response: Response
        do {
            switch RequestPath.read(request.uri.path) {
            case .asItIs, .rewritten: response = try await next(request, context)
            case .nowhere: throw HTTPError(.notFound)
            case .malformed: throw HTTPError(.badRequest, message: "The path has escapes that are none.")
            }
        } catch {
            let problem = ErrorReply.problem(for: error)
            if problem.status == 500 {
                context.logger.error("unexpected error", metadata: ["error": "\(type(of: error))"])
            }
            code = problem.code
            counters.failures.add(problem.code, isAudio: context.endpointPath == AudioURL.route)
            response = problem.response(requestID: context.requestID, isHead: request.method == .head)
        }
        if let header = RequestID.header { response.headers[header] = context.requestID }
        StandardFields.complete(&response.headers)
        if isSecure { response.headers[StandardFields.stayingSecure.name] = StandardFields.stayingSecure.value }
        let duration = ContinuousClock.now - start
        if code == nil, let header = ServerTiming.header, !AudioReply.isHit(response.headers) {
            response.headers[header] = context.timing.value(total: duration)
        }
        metrics.answered(
            route: context.endpointPath ?? "none",
            method: Self.metricMethod(request.method),
            status: response.status.code,
            after: duration
        )
        // The path without its query: a signature is a secret.
        var metadata: Logger.Metadata = [
            "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
            "milliseconds": "\(duration / .milliseconds(1))", "client": "\(context.clientAddress ?? "unknown")",
            ServiceRequestContext.requestKey: "\(context.requestID)",
        ]
        if let code { metadata["code"] = "\(code)" }
        logger.info("request", metadata: metadata)
        return response
    }

    /// The methods told apart: a client could invent any number.
    private static let metricMethods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .delete, .options, .patch]

    private static func metricMethod(_ method: HTTPRequest.Method) -> String {
        metricMethods.contains(method) ? method.rawValue : "other"
    }
}
