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
        let handle = try contents()
        defer { try? handle.close() }
        let isTerminal = isatty(2) == 1
        let summary = try await summary(of: ImportSource(handle)) { progress in
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

    /// Standard input is kept in a file that nobody else sees, since an import goes over it more than once.
    private func contents() throws -> FileHandle {
        guard file == "-" else {
            guard let handle = FileHandle(forReadingAtPath: file) else {
                throw Refusal(description: "There is no readable file \(file).")
            }
            return handle
        }
        guard let stream = tmpfile() else {
            throw Refusal(description: "Standard input cannot be kept: \(String(cString: strerror(errno))).")
        }
        let kept = FileHandle(fileDescriptor: dup(fileno(stream)), closeOnDealloc: true)
        fclose(stream)
        while let piece = try FileHandle.standardInput.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            try kept.write(contentsOf: piece)
        }
        return kept
    }

    private static let pieceBytes = 1 << 20

    private func summary(
        of source: ImportSource,
        _ progress: @Sendable (ImportProgress) -> Void
    ) async throws -> ImportSummary {
        let configuration = try await options.load()
        do {
            try RegistryRequirement.check(configuration.dataDirectory, isImport: true)
        } catch .missing where create {
            try RegistryRequirement.checkMaking(in: configuration.dataDirectory)
            return try Registry.importFirst(
                source,
                into: URL(fileURLWithPath: configuration.dataDirectory, isDirectory: true),
                key: configuration.registryKeySource,
                logger: .process(.warning),
                progress: progress
            )
        }
        let registry = try Registry.open(configuration)
        defer { registry.close() }
        return try registry.importFile(source, progress: progress)
    }
}
