import ArgumentParser
import Foundation
import Logging
import Service

struct Cache: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The audio cache; a running service tells more at /v1/debug/cache, and purges with DELETE /v1/cache.",
        subcommands: [Status.self, Purge.self]
    )

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows how much audio is kept; beside a running service too."
        )

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let cache = CacheCommands(configuration: try await options.loadForRegistry(), logger: .process(.warning))
            Terminal.say(try cache.summary())
        }
    }

    struct Purge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes audio of a stopped service; every criterion given must hold."
        )

        @OptionGroup var options: ConfigurationOptions
        @Option(name: .long, help: "An integration entry's GUID.") var entry: String?
        @Option(name: .long, help: "A recording's id.") var recording: String?
        @Option(name: .customLong("telsys"), help: "A Telephony Server: the entries scoped to it.") var telSysID: Int?
        @Option(name: .long, help: "A user: the entry assigned to it.") var user: String?
        @Flag(name: .long, help: "Everything.") var all = false

        func run() async throws {
            let criteria: [(String, String?)] = [
                ("entry", entry), ("recording", recording), ("telSysID", telSysID.map(String.init)), ("user", user),
                ("all", all ? "true" : nil),
            ]
            let cache = CacheCommands(configuration: try await options.loadForRegistry(), logger: .process(.warning))
            do {
                let count = try await cache.purge(criteria.compactMap { name, value in value.map { (name, $0) } })
                Terminal.say("deleted the audio of \(count) recordings")
            } catch let problem as Problem {
                throw Refusal(description: problem.detail)
            }
        }
    }
}
