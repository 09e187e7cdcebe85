import ArgumentParser
import Logging
import Service

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Runs the service until SIGTERM or SIGINT.")

    @OptionGroup var options: ConfigurationOptions

    @Option(name: .long, help: "The port, in place of http.port; 0 takes a free one.")
    var port: Int?

    func run() async throws {
        let configuration = try await options.load(flags: port.map { ["http.port": String($0)] } ?? [:])
        let service = try await PlaybackService(
            configuration: configuration,
            logger: .process(configuration.logLevel),
            onListening: { Terminal.say("listening on http://\(configuration.host):\($0)") }
        )
        try await service.runProcess()
    }
}
