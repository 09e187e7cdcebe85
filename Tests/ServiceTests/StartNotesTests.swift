import Dubber
import DubberSimulator
import Foundation
import Logging
import Recordings
import Service
import Testing

/// What a start tells the operator.
@Suite("Notes at the start")
struct StartNotesTests {
    private func entry(_ hosts: [String], _ name: String = "entry") -> IntegrationEntry {
        IntegrationEntry(
            callRecIntGUID: CallRecIntGUID(name),
            callRecIntType: .dubber,
            scope: .applicationWide,
            description: name,
            settings: APICommunicationSettings(
                ipAddrOrHost1: hosts.first ?? "",
                ipAddrOrHost2: hosts.dropFirst().first ?? "",
                authUserID1: Secret("planted"),
                authUserID2: Secret("planted"),
                apiParameter1: Secret("planted"),
                apiParameter2: Secret("planted")
            ),
            revision: 1
        )
    }

    /// What is told besides the version.
    private func warnings(
        _ entries: [IntegrationEntry] = [],
        _ configure: (inout ServiceConfiguration) -> Void = { _ in }
    ) -> [StartNotes.Note] {
        var configuration = ServiceConfiguration()
        configure(&configuration)
        let notes = StartNotes(configuration, entries: entries).all
        #expect(notes.first?.facts == ["version": ProgramVersion.text])
        #expect(notes.dropFirst().allSatisfy { $0.level == .warning && $0.facts["remedy"] != nil })
        return Array(notes.dropFirst())
    }

    @Test(
        "A console that is reached over a network without https is told of",
        arguments: [
            ("http://calls.example.com", "127.0.0.1", true), ("http://192.0.2.7:8080", "0.0.0.0", true),
            ("", "0.0.0.0", true), ("", "::", true), ("", "calls.example.com", true),
            ("https://calls.example.com", "0.0.0.0", false), ("", "127.0.0.1", false), ("", "::1", false),
            ("", "localhost", false), ("http://localhost:8080", "0.0.0.0", false),
            ("http://127.0.0.2:8080", "127.0.0.1", false), ("http://[::1]:8080", "127.0.0.1", false),
        ]
    )
    func console(base: String, host: String, isTold: Bool) {
        let notes = warnings {
            $0.publicBaseURL = base
            $0.host = host
        }
        #expect(notes.contains { $0.message.contains("not Secure") } == isTold)
        if isTold { #expect(notes[0].facts.values.contains(base.isEmpty ? host : base)) }
        let secured = warnings {
            $0.publicBaseURL = base
            $0.host = host
            $0.certificateFile = "/certificate.pem"
            $0.certificateKeyFile = "/key.pem"
        }
        #expect(secured.isEmpty)
    }

    @Test("Entries of which nobody is named who listens are counted, and where one can be named is said")
    func listener() {
        let without = entry(["api.dubber.net/uk1/accounts/acme", "api.dubber.net/uk2?listener=pat@example.com"], "a")
        let with = entry(["api.dubber.net/uk1/accounts/acme?listener=pat@example.com"], "b")
        let notes = warnings([without, with, entry([], "c"), entry(["  "], "d"), entry(["http://plain"], "e")])
        #expect(notes.count == 1 && notes[0].facts["entries"] == "1")
        #expect(notes[0].facts["remedy"]?.contains("dubber.listener") == true)
        #expect(warnings([with, entry([])]).isEmpty)
        #expect(warnings([without]) { $0.dubber.listener = "pat@example.com" }.isEmpty)
    }

    @Test("The program tells its version, and so does the log at the start, with what is to be told")
    func version() async throws {
        let outcome = try await ResolverProcess.run(["--version"])
        #expect(outcome.status == 0 && outcome.output == ProgramVersion.text + "\n" && outcome.errors.isEmpty)
        let folder = try DataFolder()
        let environment = ["RESOLVER_LOG_LEVEL": "info", "RESOLVER_HTTP_PUBLIC_BASE_URL": "http://calls.example"]
        let log = folder.path + "/log"
        let service = try await ResolverProcess.serve(folder.path + "/data", environment: environment, log: log)
        await service.end(SIGTERM)
        let lines = try String(contentsOf: URL(filePath: log), encoding: .utf8).split(separator: "\n")
        #expect(lines.contains { $0.contains("version=\(ProgramVersion.text)") })
        #expect(lines.contains { $0.contains("warning") && $0.contains("http.publicBaseURL=http://calls.example") })
    }

    @Test("The simulator's help names its accounts and every fault")
    func simulator() async throws {
        let help = try await ResolverProcess.run(["simulator", "--help"])
        #expect(help.status == 0)
        for account in [SimulatorConfiguration.exampleAccount, SimulatorConfiguration.demonstrationAccount] {
            for word in [account.slug, account.clientID, account.clientSecret, account.authID, account.authToken] {
                #expect(help.output.contains(word), "\(word)")
            }
        }
        for name in Fault.Name.allCases { #expect(help.output.contains(name.example), "\(name)") }
    }
}
