import ArgumentParser
import CoreMetrics
import Logging
import Service

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the service until SIGTERM or SIGINT.",
        discussion: """
            SIGHUP reads the configuration again: log level, allowed origins, limits, certificate and signing keys change while the \
            service runs; the log names what waits for a restart. A configuration that is not right is refused with one line in the \
            log, and the one in use stays.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(name: .long, help: "The port, in place of http.port; 0 takes a free one.")
    var port: Int?

    func run() async throws {
        let (options, flags) = (options, port.map { ["http.port": String($0)] } ?? [:])
        let configuration = try await options.load(flags: flags)
        let metrics = ServiceMetrics()
        // For the libraries: what is ours is counted there anyway.
        MetricsSystem.bootstrap(metrics.backend)
        let service = try await PlaybackService(
            configuration: configuration,
            metrics: metrics,
            logger: .process(configuration.logLevel, format: configuration.logFormat),
            onListening: { Terminal.say("listening on \(configuration.scheme)://\(configuration.host):\($0)") }
        )
        try await service.runProcess { try await options.load(flags: flags) }
    }
}
