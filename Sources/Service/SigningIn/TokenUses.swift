internal import Foundation
internal import Logging
internal import Registry
internal import ServiceLifecycle
internal import Synchronization

/// When tokens were last used: noted in memory with each request, kept in the registry once a minute where there is anything new.
///
/// What the event loop answers needs no token, and is not noted.
package final class TokenUses: ServiceLifecycle.Service, Sendable {
    /// How often they are kept.
    static let period = Duration.seconds(60)

    private let registry: Registry
    private let logger: Logger
    private let noted = Mutex<[String: Date]>([:])
    private let isFailing = Atomic(false)

    init(registry: Registry, logger: Logger) {
        self.registry = registry
        self.logger = logger
    }

    /// Takes note of a use.
    func note(_ name: String, at now: Date) {
        noted.withLock { noted in
            if noted[name].map({ $0 < now }) ?? true { noted[name] = now }
        }
    }

    /// The last use of a token: as it is kept, or as it was noted since.
    func lastUse(of standing: TokenStanding) -> Date? {
        [standing.lastUsedAt, noted.withLock { $0[standing.token.name] }].compactMap { $0 }.max()
    }

    /// Keeps what was noted; what cannot be kept now is kept the next time.
    package func keep() async {
        let uses = noted.withLock { $0 }
        guard !uses.isEmpty else { return }
        do {
            try await registry.keepTokenUses(uses)
            isFailing.store(false, ordering: .relaxed)
            noted.withLock { noted in noted = noted.filter { uses[$0.key] != $0.value } }
        } catch {
            guard !isFailing.exchange(true, ordering: .relaxed) else { return }
            logger.warning("last uses of tokens cannot be kept", metadata: ["reason": "\(error.reason)"])
        }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.period)
                await self.keep()
            }
        }
        await keep()
    }
}
