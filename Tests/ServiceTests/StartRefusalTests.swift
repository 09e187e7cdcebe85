import Foundation
import Testing

/// What `serve` says when it cannot serve: one line that helps, whatever the reason.
@Suite("Starts that are refused", .timeLimit(.minutes(5)))
struct StartRefusalTests {
    /// Runs a command that serves to its end.
    private func refusal(
        _ command: String = "serve",
        _ words: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> ResolverProcess.Outcome {
        let folder = try DataFolder()
        let outcome = try await ResolverProcess.run(
            [command, "--data", folder.path] + words,
            environment: environment.merging(["RESOLVER_LOG_LEVEL": "info"]) { given, _ in given }
        )
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        // What was logged before, such as that the audit was opened, is no complaint.
        let complaints = outcome.errors.split(separator: "\n").filter { !$0.contains(" info ") }
        #expect(complaints.count == 1 && complaints[0].hasPrefix("playback-resolver: "), "\(outcome.errors)")
        for word in ["NIO", "errno", "IOError", "Swift", "registry"] { #expect(!outcome.errors.contains(word)) }
        return outcome
    }

    @Test("A port in use is named, with what to do", arguments: ["serve", "demo"])
    func inUse(command: String) async throws {
        let folder = try DataFolder()
        let other = try await ResolverProcess.serve(folder.path)
        let said = try await refusal(command, ["--port", "\(other.port)"]).errors
        #expect(
            said.contains("127.0.0.1:\(other.port)") && said.contains("http.port") && said.contains("another process")
        )
        await other.end(SIGTERM)
    }

    @Test("An address of another machine is named, with what to do", arguments: ["192.0.2.1", "2001:db8::1"])
    func elsewhere(host: String) async throws {
        let said = try await refusal("serve", ["--port", "0"], environment: ["RESOLVER_HTTP_HOST": host]).errors
        #expect(said.contains(host) && said.contains("http.host"))
    }

    @Test("A host that is no address is named, with what to do")
    func unknownHost() async throws {
        let said = try await refusal("serve", ["--port", "0"], environment: ["RESOLVER_HTTP_HOST": "not..a.host"])
            .errors
        #expect(said.contains("not..a.host") && said.contains("http.host"))
    }

    @Test("Files that are no certificate and key are named", arguments: ["missing", "empty", "text", "folder"])
    func certificate(kind: String) async throws {
        let files = try DataFolder()
        let path = files.path + "/certificate.pem"
        switch kind {
        case "empty": try files.write(Data(), to: "certificate.pem")
        case "text": try files.write(Data("no certificate\n".utf8), to: "certificate.pem")
        case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        default: break
        }
        let environment = ["RESOLVER_HTTP_TLS_CERTIFICATE_FILE": path, "RESOLVER_HTTP_TLS_KEY_FILE": path]
        let said = try await refusal("serve", ["--port", "0"], environment: environment).errors
        #expect(said.contains(path))
    }
}
