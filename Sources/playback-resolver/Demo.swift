import ArgumentParser
import Demonstration
import Logging
import Service

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the service with a made-up company and a simulated provider, to try it."
    )

    @Option(name: .long, help: "The port; 0 takes a free one.")
    var port: Int?

    @Option(name: .long, help: "Where the demonstration keeps its data.")
    var data: String?

    @Option(name: .long, help: "A YAML file; config/playback-resolver.yaml documents every key.")
    var config: String?

    func run() async throws {
        var options = ConfigurationOptions()
        options.config = config
        options.data = data ?? "./demo-data"
        let (chosen, flags) = (options, port.map { ["http.port": String($0)] } ?? [:])
        let configuration = try await options.load(flags: flags)
        let hint = Hint(host: configuration.host, scheme: configuration.scheme)
        let demonstration = try await Demonstration(
            configuration: configuration,
            logger: .process(configuration.logLevel, format: configuration.logFormat)
        ) { sample, port, simulatorPort in
            hint.show(sample: sample, port: port, simulatorPort: simulatorPort)
        }
        try await demonstration.runProcess { try await chosen.load(flags: flags) }
    }

    /// What a person can do now.
    private struct Hint: Sendable {
        let host: String
        let scheme: String

        func show(sample: Demonstration.Sample?, port: Int, simulatorPort: Int) {
            let base = "\(scheme)://\(host):\(port)"
            Terminal.say("The call list:       \(base)/")
            Terminal.say(
                "The simulated Dubber: http://127.0.0.1:\(simulatorPort)/uk1/v1 and /uk2/v1, faults at /admin/faults"
            )
            Terminal.say(
                "Tokens:              \(Demonstration.reportToken) (report), \(Demonstration.adminToken) (admin)"
            )
            if let sample {
                Terminal.say("Is there a recording?")
                Terminal.say(
                    "  curl -s -H 'Authorization: Bearer \(Demonstration.reportToken)' \(base)/v1/availability "
                        + "-d '{\"user\":\"\(sample.username)\",\"segments\":[\(sample.segmentJSON)]}'"
                )
                Terminal.say("Why?")
                Terminal.say(
                    "  curl -s -H 'Authorization: Bearer \(Demonstration.adminToken)' '\(base)\(sample.debugTarget)'"
                )
            }
            Terminal.say("listening on \(base)")
        }
    }
}
