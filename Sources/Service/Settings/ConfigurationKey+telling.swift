internal import Logging

/// What the service tells of itself.
extension ConfigurationKey {
    static let metrics: [ConfigurationKey] = [
        onOff(
            "metrics.open",
            \.areMetricsOpen,
            .restart,
            "Whether this machine may read /metrics without an admin token."
        )
    ]

    static let log: [ConfigurationKey] = [
        value(
            "log.format",
            \.logFormat,
            .restart,
            "How the log is written: as text, or as json, one object for each line.",
            expectation: "text or json",
            text: \.rawValue,
            read: { LogFormat(rawValue: $0.lowercased()) }
        ),
        value(
            "log.level",
            \.logLevel,
            .reload,
            "The least that is logged.",
            expectation: Logger.Level.allCases.map(\.rawValue).joined(separator: ", "),
            text: \.rawValue,
            read: { Logger.Level(rawValue: $0.lowercased()) }
        ),
    ]
}
