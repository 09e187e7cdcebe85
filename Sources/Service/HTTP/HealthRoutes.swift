internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import PlaybackAudit
internal import Registry
internal import SliceCache
internal import Synchronization

/// Whether the process is alive, at `GET /healthz`, and whether it can do its work, at `GET /readyz`.
///
/// Ready means that registry, audit, index and disk can be used, and that it is not being stopped.
struct HealthRoutes: Sendable {
    static let alivePath = "/healthz"

    let registry: Registry
    let cache: SliceCache
    let audit: PlaybackAudit
    let directory: String
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
        var checks: [String: String] = [:]
        checks["registry"] = await outcome { try await registry.checkUsable() }
        checks["index"] = await outcome { try await cache.check() }
        checks["audit"] = await outcome { try await audit.check() }
        checks["disk"] = await outcome { try writeProbe() }
        if stopping.isSet { checks["lifecycle"] = "stopping" }
        let isReady = checks.values.allSatisfy { $0 == "ok" }
        var response = try JSONAnswer.response(Answer(status: isReady ? "ok" : "notReady", checks: checks))
        if !isReady { response.status = .serviceUnavailable }
        return response
    }

    private func outcome(_ check: () async throws -> Void) async -> String {
        do {
            try await check()
            return "ok"
        } catch let error as RegistryError {
            return error.reason
        } catch let error as AuditError {
            return error.reason
        } catch {
            return "failed"
        }
    }

    private func writeProbe() throws {
        let path = directory + "/.ready"
        try Data("ready\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: path)
    }
}

/// Set once a stop was asked for.
final class StoppingFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
