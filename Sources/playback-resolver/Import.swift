import ArgumentParser
import Foundation
import Logging
import Registry
import Service

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings servers, Partitions, entries and users into the registry, all or nothing.",
        discussion: """
            What the file does not name stays as it is. A line that is wrong is named, and nothing is imported then. \
            config/registry.json is a complete example.
            """
    )

    @Argument(help: "A JSON file, or - for standard input.")
    var file: String

    @Flag(name: .long, help: "Makes data directory, key and registry where there is none yet.")
    var create = false

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let data = try contents()
        let registry = try await openRegistry(for: data)
        defer { registry.close() }
        let isTerminal = isatty(2) == 1
        let summary = try registry.importFile(data) { progress in
            guard isTerminal, progress.done == progress.total || progress.done.isMultiple(of: 1_000) else { return }
            Terminal.write("\r\(progress.kind.rawValue) \(progress.done)/\(progress.total)\u{1B}[K", to: .standardError)
        }
        if isTerminal { Terminal.write("\r\u{1B}[K", to: .standardError) }
        for kind in ImportSummary.Kind.allCases {
            let counts = summary[kind]
            Terminal.say(
                "\(kind.rawValue): \(counts.inserted) added, \(counts.changed) changed, \(counts.unchanged) as they were"
            )
        }
    }

    /// Of standard input no more is taken than is enough to be refused.
    private func contents() throws -> Data {
        guard file == "-" else {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Refusal(description: "There is no readable file \(file).")
            }
            return data
        }
        return try FileHandle.standardInput.read(upToCount: ImportLimits.maximumFileBytes + 1) ?? Data()
    }

    /// Nothing is made for a file that is wrong.
    private func openRegistry(for data: Data) async throws -> Registry {
        let configuration = try await options.load()
        do {
            try RegistryRequirement.check(configuration.dataDirectory, isImport: true)
        } catch .missing where create {
            try RegistryRequirement.checkMaking(in: configuration.dataDirectory)
            try Registry.checkFirstImport(data)
        }
        return try .open(configuration)
    }
}
