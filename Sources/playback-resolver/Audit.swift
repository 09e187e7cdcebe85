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
                Shows the number and hash of the last row. Noted elsewhere and given again with --head, they show that the audit was \
                not put back to an older state of its own.

                Exit codes: 0 intact; 1 something is not as it was written, or the audit cannot be read; 2 usage; 3 nothing was found, \
                but something cannot be checked: the key or the note of the last row is missing, or retention has removed what --head names.
                """
        )

        @Option(name: .long, help: "A head noted earlier, as NUMBER:HASH.") var head: String?
        @Option(
            name: .long,
            help: "A row that tells of missing rows whose reason you know, such as a restored backup; may be repeated."
        ) var known: [Int64] = []
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            var noted: AuditVerification.Head?
            if let head {
                noted = AuditVerification.Head(head)
                guard noted != nil else {
                    throw Refusal(description: "--head must be NUMBER:HASH, as verify shows it.")
                }
            }
            let configuration = try await options.load()
            let directory = configuration.dataDirectory
            guard FileManager.default.fileExists(atPath: directory + "/" + PlaybackAudit.fileName) else {
                try RegistryRequirement.check(directory)
                throw Refusal(description: "There is no audit in \(directory).")
            }
            let verification: AuditVerification
            do throws(AuditError) {
                verification = try PlaybackAudit.verify(
                    directory: directory,
                    limits: configuration.audit,
                    noted: noted,
                    knownGaps: Set(known)
                )
            } catch {
                guard error.leavesUnchecked else { throw error }
                throw Refusal(description: error.description, exitCode: Audit.uncheckedCode)
            }
            try Audit.tell(verification)
        }
    }

    /// What ends a check that found nothing but could not see everything.
    fileprivate static let uncheckedCode: Int32 = 3

    fileprivate static func tell(_ verification: AuditVerification) throws {
        for finding in verification.findings { Terminal.say("\(finding)") }
        for doubt in verification.doubts { Terminal.say("cannot be checked: \(doubt)") }
        for remark in verification.remarks { Terminal.say("note: \(remark)") }
        guard verification.isIntact else {
            throw Refusal(description: "The audit is not as it was written: \(verification.findings.count) findings.")
        }
        guard verification.isProven else {
            Terminal.say("\(verification.rows) rows fit each other, head \(verification.head)")
            throw Refusal(description: "The audit cannot be checked as a whole.", exitCode: uncheckedCode)
        }
        Terminal.say("intact: \(verification.rows) rows, head \(verification.head)")
    }
}

extension AuditError {
    /// Whether the audit may be as it was written, for all that can be told.
    fileprivate var leavesUnchecked: Bool {
        switch self {
        case .keyMissing, .keyWrong, .keyUnreadable: true
        default: false
        }
    }
}
