import ArgumentParser
import Foundation
import Logging
import Service

struct Cache: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The audio cache of a stopped service; a running one has /v1/debug/cache and DELETE /v1/cache.",
        subcommands: [Status.self, Purge.self]
    )

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows how much audio is kept.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let service = try await PlaybackService(
                configuration: try await options.load(),
                logger: .process(.warning)
            )
            Terminal.say(service.cacheSummary)
            await service.close()
        }
    }

    struct Purge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Deletes audio; every criterion given must hold.")

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
            let service = try await PlaybackService(
                configuration: try await options.load(),
                logger: .process(.warning)
            )
            do {
                let count = try await service.purge(criteria.compactMap { name, value in value.map { (name, $0) } })
                await service.close()
                Terminal.say("deleted the audio of \(count) recordings")
            } catch let problem as Problem {
                await service.close()
                throw Refusal(description: problem.detail)
            }
        }
    }
}
