import ArgumentParser
import Foundation
import Recordings
import Registry
import Service

struct User: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Users of the XML Web Services API; they are made, and made administrators, by import.",
        subcommands: [SetPassword.self]
    )

    struct SetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-password",
            abstract: "Sets a user's password, which is read from standard input: one line."
        )

        @Argument(help: "The user's name.")
        var username: String

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let registry = try await options.openRegistry()
            defer { registry.close() }
            if isatty(0) == 1 { Terminal.write("password: ", to: .standardError) }
            guard let password = readLine(strippingNewline: true), !password.isEmpty else {
                throw Refusal(description: "No password came on standard input.")
            }
            try registry.setPassword(Secret(password), of: username)
            Terminal.say("set the password of \(username)")
        }
    }
}
