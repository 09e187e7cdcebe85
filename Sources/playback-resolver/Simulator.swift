import ArgumentParser
import DubberSimulator
import Foundation
import Logging
import Service
import ServiceLifecycle
import UnixSignals

struct Simulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the Dubber simulator alone: two regions, example recordings, faults at /admin/faults.",
        discussion: discussion
    )

    @Option(name: .long, help: "The port; 0 takes a free one.")
    var port = 9000

    @Option(name: .long, help: "A JSON file with regions, accounts and recordings, in place of the examples.")
    var config: String?

    func run() async throws {
        let simulator: DubberSimulator
        let port = port
        do {
            let configuration = try configuration()
            simulator = try DubberSimulator(
                configuration: configuration,
                port: port,
                logger: .process(.notice),
                onListening: { bound in
                    for region in configuration.regions.keys.sorted() {
                        Terminal.say("region http://127.0.0.1:\(bound)/\(region)")
                    }
                    Terminal.say("listening on http://127.0.0.1:\(bound)")
                }
            )
        } catch let error as SimulatorError {
            throw Refusal(description: error.description)
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [simulator],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: .process(.notice)
            )
        )
        do {
            try await group.run()
        } catch {
            guard let problem = AddressProblem(error) else { throw error }
            throw ServiceStartError.addressNotUsable(host: "127.0.0.1", port: port, problem: problem)
        }
    }

    /// What an entry needs to be played from it, and what can be made to go wrong.
    private static var discussion: String {
        let accounts = [SimulatorConfiguration.exampleAccount, SimulatorConfiguration.demonstrationAccount]
        let faults = Fault.Name.allCases.map { "  \($0.example) \($0.summary)" }
        return """
            The hosts of an entry are http://127.0.0.1:9000/uk1/accounts/ACCOUNT and the same with uk2, which has a few more \
            recordings; the service needs egress.allowPlainHTTP and egress.allowPrivateAddresses for them. The accounts, in \
            both regions:

            \(accounts.map(wording).joined(separator: "\n"))

            Faults are switched on by POST /admin/faults, shown by GET, cleared by DELETE:

              curl -d '{"kind":"down","times":2}' http://127.0.0.1:9000/admin/faults

            Each may have "region" (else all), "on" (\(RequestKind.allCases.map(\.rawValue).joined(separator: ", "))) and \
            "times" (else until cleared):

            \(faults.joined(separator: "\n"))
            """
    }

    private static func wording(_ account: SimulatedAccount) -> String {
        """
          \(account.slug)
            authUserID1 \(account.clientID), apiParameter1 \(account.clientSecret)
            authUserID2 \(account.authID), apiParameter2 \(account.authToken)
        """
    }

    private func configuration() throws -> SimulatorConfiguration {
        guard let config else { return try .examples(endingAt: Date()) }
        guard let json = FileManager.default.contents(atPath: config) else {
            throw Refusal(description: "There is no readable file \(config).")
        }
        return try SimulatorConfiguration(json: json)
    }
}
