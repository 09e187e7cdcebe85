import ArgumentParser
import Service

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The configuration: what can be set.",
        subcommands: [Print.self]
    )

    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes every key with its default, what it is for and what is right for it, as YAML.",
            discussion: "A file to begin with; it opens nothing, and holds no secret."
        )

        func run() {
            Terminal.write(ConfigurationDocument.yaml)
        }
    }
}
