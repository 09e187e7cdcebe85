import ArgumentParser
import Foundation
import Logging
import PlaybackAudit
import Registry
import Service

struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The keys: of audio URLs, of the registry's sealed values, of the audit's chain.",
        subcommands: [List.self, Rotate.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows the keys' names and what they are for.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let configuration = try await options.loadForRegistry()
            let registry = try Registry.open(configuration)
            defer { registry.close() }
            Key.say(registryKey: registry.sealingKeyNumber)
            Key.say(try SigningKeyFile(directory: configuration.dataDirectory).list(now: Date()))
            let auditKey = try PlaybackAudit.keyFingerprint(
                directory: configuration.dataDirectory,
                keyFile: configuration.audit.keyFile
            )
            Terminal.say("audit\t\(auditKey ?? "none yet")\tchains the rows of who played what")
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new key: for the registry's sealed values, or with --signing for audio URLs.",
            discussion: """
                Without --signing: every credential and password verifier is sealed anew with a new key, in one transaction. Cut \
                short at any moment, the registry opens as before or as afterwards. Refused while the service or another command \
                has the registry open. A key that is given in the environment is replaced by the one in RESOLVER_REGISTRY_NEW_KEY; \
                set that as RESOLVER_REGISTRY_KEY afterwards.

                With --signing: the new key signs audio URLs from now on. The present one is accepted until the URLs given out have \
                expired and the playbacks that began with them have had their grace, both as configured; then it is deleted. \
                A running service takes the new key over before its next request. At most two keys are live: while an earlier \
                rotation's key is still accepted, another rotation is refused, unless it is --sudden.
                """
        )

        @Flag(name: .long, help: "The key of audio URLs.")
        var signing = false

        @Flag(
            name: .long,
            help: "No other key is accepted any longer: every audio URL given out stops working at once."
        )
        var sudden = false

        @OptionGroup var options: ConfigurationOptions

        func validate() throws {
            guard signing || !sudden else { throw ValidationError("--sudden goes with --signing only.") }
        }

        func run() async throws {
            let configuration = try await options.loadForRegistry()
            guard signing else {
                let rotation = KeyRotation(
                    directory: URL(fileURLWithPath: configuration.dataDirectory, isDirectory: true),
                    source: configuration.registryKeySource,
                    logger: .process(.warning)
                )
                Key.say(registryKey: try rotation.run())
                return
            }
            let file = SigningKeyFile(directory: configuration.dataDirectory)
            let registry = try Registry.open(configuration)
            defer { registry.close() }
            // What could not be noted now is not done.
            try await registry.announce()
            let keys = try file.rotate(
                acceptedForSeconds: configuration.urlLifetimeSeconds + configuration.graceSeconds,
                isSudden: sudden,
                now: Date()
            )
            // A running service looks at the keys before its next request.
            try await registry.noteKey(.rotateSigningKey, keys[0].keyID, by: .commandLine())
            Key.say(keys)
        }
    }

    private static func say(registryKey number: Int) {
        Terminal.say("registry\tkey \(number)\tseals credentials and password verifiers")
    }

    private static func say(_ keys: [SigningKeyFile.Standing]) {
        for key in keys {
            let standing = key.acceptedUntil.map { "accepted until \(RFC3339.text($0))" } ?? "signs"
            Terminal.say("signing\t\(key.keyID)\t\(standing)")
        }
    }
}
