import ArgumentParser
import Foundation
import Logging
import Registry
import Service

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings servers, partitions, entries and users into the registry, all or nothing."
    )

    @Argument(help: "A JSON file.")
    var file: String

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw Refusal(description: "There is no readable file \(file).")
        }
        defer { try? handle.close() }
        let registry = try await options.openRegistry()
        defer { registry.close() }
        let isTerminal = isatty(2) == 1
        let summary = try registry.importFile(ImportSource(handle)) { progress in
            guard isTerminal else { return }
            let total = progress.total.map { "/\($0)" } ?? ""
            Terminal.write("\r\(progress.kind.rawValue) \(progress.done)\(total)\u{1B}[K", to: .standardError)
        }
        if isTerminal { Terminal.write("\r\u{1B}[K", to: .standardError) }
        for kind in ImportSummary.Kind.allCases {
            let counts = summary[kind]
            Terminal.say(
                "\(kind.rawValue): \(counts.inserted) added, \(counts.changed) changed, \(counts.unchanged) as they were"
                    + (counts.deleted > 0 ? ", \(counts.deleted) deleted" : "")
            )
        }
    }
}

extension ConfigurationOptions {
    /// The registry of the configuration's data directory.
    func openRegistry() async throws -> Registry {
        let configuration = try await load()
        return try Registry.open(
            directory: URL(fileURLWithPath: configuration.dataDirectory, isDirectory: true),
            key: configuration.registryKeySource,
            reading: .nothing,
            logger: .process(.warning)
        )
    }
}
