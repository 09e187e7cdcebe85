import Foundation
import TestSupport
import Testing

/// How the process ends when it is asked to.
@Suite("Stops", .timeLimit(.minutes(5)))
struct StopTests {
    enum Stop: CaseIterable {
        case ordinary, secondSignal, drained

        var environment: [String: String] {
            [
                "RESOLVER_LOG_LEVEL": "info", "RESOLVER_HTTP_SHUTDOWN_SECONDS": self == .drained ? "1" : "300",
            ]
        }
    }

    @Test("The audit's head is logged at the end, however the stop came about", arguments: Stop.allCases)
    func head(stop: Stop) async throws {
        try await SharedFolder.run { shared in
            let log = shared.folder.path + "/log"
            let service = try await ResolverProcess.serve(shared.folder.path, environment: stop.environment, log: log)
            try await shared.play(1, from: service)
            if stop == .ordinary {
                await service.end(SIGTERM)
            } else {
                // A request that does not come to its end keeps a graceful stop waiting.
                try await RawConnection.open(port: service.port) { connection in
                    try await connection.write(
                        "POST /ws HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
                    )
                    #expect(try await connection.readHead().hasPrefix("HTTP/1.1 100"))
                    if stop == .secondSignal {
                        service.signal(SIGTERM)
                        try await until(await RawConnection.isAccepted(port: service.port), is: false)
                    }
                    await service.end(SIGTERM)
                }
            }
            let text = try String(contentsOfFile: log, encoding: .utf8)
            let head = try #require(text.firstMatch(of: #/head=([0-9]+:[0-9a-f]+).*audit closed/#), "\(text)").output.1
            let verified = try await ResolverProcess.run([
                "audit", "verify", "--data", shared.folder.path, "--head", "\(head)",
            ])
            #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
            #expect(verified.output.contains("head \(head)"))
            #expect(!text.contains(" error ") && !text.contains(" critical "), "\(text)")
        }
    }
}
