internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Storage
internal import Synchronization

/// Follows the keys of audio URLs: takes over a rotation that the command line made, and lets go of the old key when its time is over.
struct SigningKeyWatch: ServiceLifecycle.Service {
    /// How often the file is looked at.
    static let period = Duration.seconds(1)

    let file: SigningKeyFile
    let ring: SigningKeyRing
    let logger: Logger
    let now: @Sendable () -> Date

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen: PrivateFile.Version?
            while !Task.isCancelled {
                let version = PrivateFile(path: file.path).version
                let isOver = ring.replace(with: ring.keys.live(at: Int64(now().timeIntervalSince1970)))
                // A file that cannot be used is told of once, and the keys stay.
                if version != seen || isOver {
                    seen = refresh() ?? version
                }
                try? await Task.sleep(for: Self.period)
            }
        }
    }

    /// Reads the file if it is another than it was; a glance else, which waits for nobody.
    func refreshIfReplaced() {
        guard PrivateFile(path: file.path).version != ring.fileVersion.withLock({ $0 }) else { return }
        refresh()
    }

    /// Reads the file.
    ///
    /// - Returns: the version that holds the keys; `nil` when they could not be read.
    @discardableResult
    func refresh() -> PrivateFile.Version? {
        // Before it is read: what is replaced meanwhile is another version, and read the next time.
        let version = PrivateFile(path: file.path).version
        do {
            let keys = try file.load(now: now())
            if ring.replace(with: keys) {
                logger.notice(
                    "signing keys changed",
                    metadata: [
                        "signing": "\(keys.current.keyID)", "accepted": "\(keys.previous?.key.keyID ?? "none")",
                    ]
                )
            }
            ring.fileVersion.withLock { $0 = version }
            return version
        } catch {
            logger.error("signing keys cannot be read; the ones in use stay", metadata: ["problem": "\(error)"])
            return nil
        }
    }
}
