import ArgumentParser
import Service

/// The command line.
@main
struct PlaybackResolver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playback-resolver",
        abstract: "Resolves, probes and streams call recordings for report pages.",
        version: ProgramVersion.text,
        subcommands: [
            Serve.self, Demo.self, Import.self, Token.self, User.self, Key.self, Explain.self, Cache.self,
            Audit.self, BackUp.self, Config.self, Simulator.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as any RefusalError {
            Terminal.refuse(error)
        } catch {
            // Help, version and usage: ArgumentParser knows the text and the code; its code for usage becomes ours.
            let code = exitCode(for: error)
            guard code == .validationFailure else { exit(withError: error) }
            Terminal.write(fullMessage(for: error) + "\n", to: .standardError)
            Terminal.exit(2)
        }
    }
}
