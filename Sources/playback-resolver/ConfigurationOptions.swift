import ArgumentParser
import Foundation
import Logging
import Registry
import Service

/// Options that say where the configuration comes from, shared by the commands that need one.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .long, help: "A YAML file; config/playback-resolver.yaml documents every key.")
    var config: String?

    @Option(name: .long, help: "The data directory, in place of data.directory.")
    var data: String?

    /// Reads file, environment and flags.
    ///
    /// - Parameter flags: further values by key.
    /// - Returns: the whole configuration.
    /// - Throws: `ConfigurationError`.
    func load(flags: [String: String] = [:]) async throws -> ServiceConfiguration {
        var flags = flags
        if let data { flags["data.directory"] = data }
        return try await ConfigurationLoader().load(file: config, flags: flags)
    }

    /// The same for a command that works in a data directory with a registry, and makes none.
    ///
    /// - Throws: `ConfigurationError`, `RegistryRequirement`.
    func loadForRegistry() async throws -> ServiceConfiguration {
        let configuration = try await load()
        try RegistryRequirement.check(configuration.dataDirectory)
        return configuration
    }

    /// The registry of the configuration's data directory, which must be there.
    func openRegistry() async throws -> Registry {
        try Registry.open(try await loadForRegistry())
    }
}

extension Registry {
    /// The registry of a configuration's data directory; makes it where there is none.
    static func open(_ configuration: ServiceConfiguration) throws -> Registry {
        try open(
            directory: URL(fileURLWithPath: configuration.dataDirectory, isDirectory: true),
            key: configuration.registryKeySource,
            reading: .nothing,
            logger: .process(.warning)
        )
    }
}

extension Logger {
    /// The process's log, on standard error.
    static func process(_ level: Logger.Level, format: LogFormat = .text) -> Logger {
        var logger = Logger(label: "playback-resolver") { label in
            switch format {
            case .text: PrintableLogHandler(StreamLogHandler.standardError(label: label))
            case .json: PrintableLogHandler(JSONLogHandler { FileHandle.standardError.write($0) })
            }
        }
        logger.logLevel = level
        return logger
    }
}
