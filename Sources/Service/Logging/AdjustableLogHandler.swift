internal import Logging
internal import Synchronization

/// A log whose level may change while the service runs.
struct AdjustableLogHandler: LogHandler {
    /// The level of every logger that was made from the same one; `nil` leaves each its own.
    final class Level: Sendable {
        private let held = Mutex<Logger.Level?>(nil)

        var value: Logger.Level? {
            get { held.withLock { $0 } }
            set { held.withLock { $0 = newValue } }
        }
    }

    private let level: Level
    private var base: any LogHandler
    /// Set where a part of the service logs less than the rest.
    private var floor: Logger.Level?

    init(_ base: any LogHandler, level: Level) {
        self.base = base
        self.level = level
    }

    var logLevel: Logger.Level {
        get {
            let common = level.value ?? base.logLevel
            return floor.map { max($0, common) } ?? common
        }
        set { floor = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        base.log(event: event)
    }
}
