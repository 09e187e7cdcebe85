internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Whether the process is alive, at `GET /healthz`, and whether it can do its work, at `GET /readyz`.
///
/// Ready means that registry, audit, index and disk can be used, and that it is not being stopped; once it is, nothing is tried any more.
struct HealthRoutes: Sendable {
    static let alivePath = "/healthz"

    let readiness: ReadinessProbe
    let stopping: StoppingFlag

    private struct Answer: Encodable {
        let status: String
        let checks: [String: String]
    }

    func add(to router: Router<ServiceRequestContext>) {
        router.get(RouterPath(Self.alivePath)) { _, _ in try JSONAnswer.response(Answer(status: "ok", checks: [:])) }
        router.get("/readyz") { _, _ in try await ready() }
    }

    private func ready() async throws -> Response {
        var checks = stopping.isSet ? [:] : await readiness.checks()
        // Looked at again: the stop may have been asked for meanwhile.
        if stopping.isSet { checks["lifecycle"] = "stopping" }
        let isReady = checks.values.allSatisfy { $0 == ReadinessChecks.good }
        var response = try JSONAnswer.response(Answer(status: isReady ? "ok" : "notReady", checks: checks))
        if !isReady { response.status = .serviceUnavailable }
        return response
    }
}

/// Set once a stop was asked for.
final class StoppingFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
