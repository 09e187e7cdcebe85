internal import Foundation
internal import PlaybackAudit
internal import Registry
internal import SliceCache
internal import Storage

/// What the service needs to do its work, tried part by part.
struct ReadinessChecks: Sendable {
    /// What a part that can be used is called; every other word says why it cannot.
    static let good = "ok"

    let registry: Registry
    let cache: SliceCache
    /// Sees to it that what the provider keeps can be read.
    let checkProvider: @Sendable () async throws -> Void
    let audit: PlaybackAudit
    let directory: String

    /// Whoever waits for a disk waits here, not on one of the few threads that requests share.
    private static let disk = DispatchQueue(label: "readiness")

    /// The outcome of each part, by its name.
    func run() async -> [String: String] {
        var outcomes: [String: String] = [:]
        // First, for the others want free space too.
        outcomes["disk"] = await onDisk {
            cache.keepFloor()
            return Self.writeProbe(in: directory) ? Self.good : "failed"
        }
        outcomes["registry"] = await outcome { try await registry.checkUsable() }
        // Both files that are indexes: of the audio, and of the recordings at the provider.
        outcomes["index"] = await outcome {
            try await cache.check()
            try await checkProvider()
        }
        outcomes["audit"] = await outcome { try await audit.check() }
        return outcomes
    }

    private func outcome(_ check: () async throws -> Void) async -> String {
        do {
            try await check()
            return Self.good
        } catch let error as RegistryError {
            return error.reason
        } catch let error as AuditError {
            return error.reason
        } catch {
            return "failed"
        }
    }

    private func onDisk(_ work: @escaping @Sendable () -> String) async -> String {
        await withCheckedContinuation { continuation in
            Self.disk.async { continuation.resume(returning: work()) }
        }
    }

    /// Whether the data directory takes a file.
    private static func writeProbe(in directory: String) -> Bool {
        let path = directory + "/.ready"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let text = Array("ready\n".utf8)
        let isWritten = write(descriptor, text, text.count) == text.count
        close(descriptor)
        return unlink(path) == 0 && isWritten
    }
}
