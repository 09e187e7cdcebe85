import ArgumentParser
import Foundation
import Logging
import PlaybackAudit
import Registry
import Service

struct BackUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies registry and audit into a new folder, also while the service runs, and checks the copies.",
        discussion: """
            Keys are not copied: a backup that holds them protects nothing. The folder's BACKUP.txt tells which ones are \
            needed. The audio cache and the index are not copied either: they are rebuilt.
            """
    )

    @Argument(help: "A folder that does not exist yet.") var directory: String
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try await options.loadForRegistry()
        let dataDirectory = configuration.dataDirectory
        let registry = try Registry.open(configuration)
        defer { registry.close() }
        let audit = try PlaybackAudit(
            directory: dataDirectory,
            limits: configuration.audit,
            logger: .process(.warning)
        )
        defer { audit.close() }
        do {
            let note = try Backup.make(at: directory, of: dataDirectory, registry: registry, audit: audit)
            Terminal.write(note)
        } catch let failure as Backup.Failure {
            throw Refusal(description: failure.description)
        }
    }
}
