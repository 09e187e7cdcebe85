import Logging
import Synchronization

/// Everything that is logged, as one text.
final class LogText: Sendable {
    private let text = Mutex("")

    var logger: Logger { Logger(label: "simulation") { _ in Handler(log: self) } }

    func contains(_ words: String) -> Bool { text.withLock { $0.contains(words) } }

    private struct Handler: LogHandler {
        let log: LogText
        var logLevel = Logger.Level.trace
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.text.withLock { $0 += "\(event.message) \(metadata) \(event.metadata ?? [:])\n" }
        }
    }
}
