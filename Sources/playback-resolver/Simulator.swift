import ArgumentParser
import DubberSimulator
import Foundation
import Logging
import Service
import ServiceLifecycle
import UnixSignals

struct Simulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the Dubber simulator alone: two regions, example recordings, faults at /admin/faults."
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

    private func configuration() throws -> SimulatorConfiguration {
        guard let config else { return try .examples(endingAt: Date()) }
        guard let json = FileManager.default.contents(atPath: config) else {
            throw Refusal(description: "There is no readable file \(config).")
        }
        return try SimulatorConfiguration(json: json)
    }
}
