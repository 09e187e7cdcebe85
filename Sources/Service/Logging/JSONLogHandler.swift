package import Foundation
package import Logging

/// Logs each event as one line of JSON: `time`, `level`, `message`, and the metadata's names beside them.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel = Logger.Level.info
    private let write: @Sendable (Data) -> Void
    private let now: @Sendable () -> Date

    /// Names of the line's own; metadata of the same name gets an underscore behind it.
    private static let ownNames: Set<String> = ["time", "level", "message"]

    /// A handler that gives lines, each with its line break, to `write`, from any thread.
    package init(now: @escaping @Sendable () -> Date = { Date() }, write: @escaping @Sendable (Data) -> Void) {
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line: [String: JSONText] = [
            "time": .text(Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(now())),
            "level": .text(event.level.rawValue), "message": .text("\(event.message)"),
        ]
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            line[Self.ownNames.contains(name) ? name + "_" : name] = JSONText(value)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(line) else { return }
        write(json + Data("\n".utf8))
    }

    private enum JSONText: Encodable {
        case text(String)
        case list([JSONText])
        case object([String: JSONText])

        init(_ value: Logger.Metadata.Value) {
            switch value {
            case .string(let text): self = .text(text)
            case .stringConvertible(let value): self = .text(value.description)
            case .array(let values): self = .list(values.map(JSONText.init))
            case .dictionary(let values): self = .object(values.mapValues(JSONText.init))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .list(let values): try container.encode(values)
            case .object(let values): try container.encode(values)
            }
        }
    }
}
