import Logging
import Synchronization

/// Counts what is logged.
final class LogRecord: Sendable {
    private let messages = Mutex<[String: Int]>([:])

    var logger: Logger { Logger(label: "test") { _ in Handler(record: self) } }

    func count(of message: String) -> Int { messages.withLock { $0[message] ?? 0 } }

    private struct Handler: LogHandler {
        let record: LogRecord
        var logLevel = Logger.Level.info
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            record.messages.withLock { $0["\(event.message)", default: 0] += 1 }
        }
    }
}
