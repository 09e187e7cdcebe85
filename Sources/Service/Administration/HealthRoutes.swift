internal import HTTPTypes
internal import Hummingbird

/// Whether the process is alive, at `GET /healthz`, and whether it can do its work, at `GET /readyz`.
///
/// Ready means that registry, audit, index and disk can be used, and that it is not being stopped; once it is, nothing is tried any more.
struct HealthRoutes: Sendable {
    let readiness: ReadinessProbe
    let stopping: StoppingFlag

    private struct Answer: Encodable {
        let status: String
        let checks: [String: String]
    }

    /// Probes may add to the address what keeps caches away.
    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    RequestPath.alive,
                    "Whether the process is alive.",
                    for: .anybody,
                    ignoresOtherNames: true
                )
            ) { _, _, _ in try JSONAnswer.response(Answer(status: "ok", checks: [:])) },
            Endpoint(
                .init(
                    .get,
                    RequestPath.ready,
                    "Whether registry, audit, index and disk can be used; 503 when not.",
                    for: .anybody,
                    ignoresOtherNames: true
                )
            ) { _, _, _ in try await ready() },
        ]
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
