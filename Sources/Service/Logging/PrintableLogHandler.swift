package import Logging

/// Hands events on with every value of their metadata made printable, so that nothing from outside ends a line or moves a cursor.
package struct PrintableLogHandler: LogHandler {
    private var base: any LogHandler

    package init(_ base: any LogHandler) {
        self.base = base
    }

    package var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    package var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue.mapValues(Self.printable) }
    }

    package var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue.map(Self.printable) }
    }

    package func log(event: LogEvent) {
        guard let metadata = event.metadata, !metadata.values.allSatisfy(Self.isPrintable) else {
            return base.log(event: event)
        }
        var event = event
        event.metadata = metadata.mapValues(Self.printable)
        base.log(event: event)
    }

    /// Most are, and looking costs far less than making them anew.
    private static func isPrintable(_ value: Logger.Metadata.Value) -> Bool {
        switch value {
        case .string(let text): PrintableText.isPlain(text)
        case .stringConvertible(let value): PrintableText.isPlain(value.description)
        case .array(let values): values.allSatisfy(isPrintable)
        case .dictionary(let values): values.values.allSatisfy(isPrintable)
        }
    }

    private static func printable(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        switch value {
        case .string(let text): .string(PrintableText.of(text))
        case .stringConvertible(let value): .string(PrintableText.of(value.description))
        case .array(let values): .array(values.map(printable))
        case .dictionary(let values): .dictionary(values.mapValues(printable))
        }
    }
}
