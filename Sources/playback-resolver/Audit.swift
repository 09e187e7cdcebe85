import ArgumentParser
import Foundation
import Logging
import PlaybackAudit
import Service

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The audit of who played what; a running service gives it at /v1/audit.",
        subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Checks that no row of the audit was changed, added between or taken away; beside a running service too.",
            discussion: """
                Shows the number and hash of the last row. Noted elsewhere and given again with --head, they prove that \
                nothing up to that row was rewritten: the chain alone cannot tell from one that was made anew as a whole.
                """
        )

        @Option(name: .long, help: "A head noted earlier, as NUMBER:HASH.") var head: String?
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            var noted: AuditVerification.Head?
            if let head {
                noted = AuditVerification.Head(head)
                guard noted != nil else {
                    throw Refusal(description: "--head must be NUMBER:HASH, as verify shows it.")
                }
            }
            let directory = try await options.load().dataDirectory
            guard FileManager.default.fileExists(atPath: directory + "/" + PlaybackAudit.fileName) else {
                throw Refusal(description: "There is no audit in \(directory).")
            }
            let audit = try PlaybackAudit(directory: directory, logger: .process(.warning))
            defer { audit.close() }
            let verification = try await audit.verify(noted: noted)
            for finding in verification.findings { Terminal.say("\(finding)") }
            guard verification.isIntact else {
                throw Refusal(
                    description: "The audit is not as it was written: \(verification.findings.count) findings."
                )
            }
            Terminal.say("intact: \(verification.rows) rows, head \(verification.head)")
        }
    }
}
