import ArgumentParser
import Foundation
import Recordings
import Registry
import Service

struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "API tokens of report pages and administrators.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and shows its secret, this once."
        )

        @Option(name: .long, help: "What the token is known by.")
        var name: String

        @Option(name: .long, help: "report, provision or admin.")
        var role: TokenRole

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let registry = try await options.openRegistry()
            defer { registry.close() }
            Terminal.say(try registry.createToken(name: name, role: role).secret.reveal())
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows all tokens, without their secrets, and when they were last used."
        )

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let registry = try await options.openRegistry()
            defer { registry.close() }
            for standing in try registry.listTokens() {
                let token = standing.token
                let end = token.revokedAt.map { "revoked \(RFC3339.text($0))" } ?? "valid"
                let use = standing.lastUsedAt.map { "last used \(RFC3339.text($0))" } ?? "not used yet"
                let created = "created \(RFC3339.text(token.createdAt))"
                Terminal.say([token.name, token.role.rawValue, created, end, use].joined(separator: "\t"))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ends a token at once, also in a running service.")

        @Argument(help: "The token's name.")
        var name: String

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let registry = try await options.openRegistry()
            defer { registry.close() }
            try registry.revokeToken(name: name)
            Terminal.say("revoked \(name)")
        }
    }
}

extension TokenRole: ExpressibleByArgument {}
