import Foundation
import Logging
import Service
import SliceCache
import TestSupport
import Testing

/// A configuration that is read again while the service runs.
@Suite("Reload", .timeLimit(.minutes(6)))
struct ReloadTests {
    @Test("origins, limits and the log's level change while the service runs, on open connections too")
    func liveChanges() async throws {
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in lines.handler }
        try await ServiceUnderTest.run(logger: logger) { service in
            let url = try await service.audioURL()
            let origin = "https://reports.example.com"
            func allowed() async throws -> String? {
                let answer = try await service.client.send(
                    "GET",
                    url,
                    headers: [("Origin", origin), ("Range", "bytes=0-9")]
                )
                #expect(answer.status == 206)
                return answer["Access-Control-Allow-Origin"]
            }
            for _ in 0..<2 { #expect(try await allowed() == nil) }
            // The event loop writes its line after its answer: one for availability, two for the audio.
            try await until(lines.all.count { $0.hasPrefix("request ") }) { $0 >= 3 }
            var changed = service.service.configuration
            changed.allowedOrigins = [origin]
            changed.maximumPlaybacksPerUser = 7
            changed.maximumMemoryBytes = 1 << 40
            changed.logLevel = .error
            let outcome = try service.service.reload(changed)
            #expect(
                outcome.changed.sorted()
                    == ["http.allowedOrigins", "http.maxMemoryBytes", "log.level", "playback.maxPerUser"]
            )
            #expect(outcome.waiting.isEmpty)
            let count = lines.all.count { $0.hasPrefix("request ") }
            for _ in 0..<2 { #expect(try await allowed() == origin) }
            #expect(lines.all.count { $0.hasPrefix("request ") } == count)
            changed.logLevel = .info
            try service.service.reload(changed)
            _ = try await allowed()
            try await until(lines.all.count { $0.hasPrefix("request ") }) { $0 > count }
        }
    }

    @Test("what needs a restart is named, and stays as it was")
    func waitingChanges() async throws {
        let lines = LogLines()
        try await ServiceUnderTest.run(logger: Logger(label: "test") { _ in lines.handler }) { service in
            var changed = service.service.configuration
            changed.port = 1
            changed.cache.maximumBytes += 1
            changed.maximumConnections = 17
            let outcome = try service.service.reload(changed)
            #expect(outcome.changed == ["http.maxConnections"])
            #expect(outcome.waiting == ["http.port", "cache.maxBytes"])
            #expect(lines.all.contains { $0.contains("wait for a restart") && $0.contains("http.port cache.maxBytes") })
            #expect(try await service.client.send("GET", "/healthz").status == 200)
            // They are named again as long as they wait.
            let again = try service.service.reload(changed)
            #expect(again.changed.isEmpty && again.waiting == outcome.waiting)
        }
    }

    @Test("TLS cannot be switched on by a reload")
    func switchedTLS() async throws {
        let certificate = try await TestCertificate(in: DataFolder())
        try await ServiceUnderTest.run { service in
            var changed = service.service.configuration
            changed.certificateFile = certificate.files.certificate
            changed.certificateKeyFile = certificate.files.key
            let outcome = try service.service.reload(changed)
            #expect(outcome.changed.isEmpty)
            #expect(outcome.waiting == ["http.tls.certificateFile", "http.tls.keyFile"])
        }
    }

    @Test("a signal reads the file again; a wrong file is refused with one line, and the configuration in use stays")
    func requests() async throws {
        let lines = LogLines()
        try await ServiceUnderTest.run(logger: Logger(label: "test") { _ in lines.handler }) { service in
            let (signals, hangup) = AsyncStream.makeStream(of: Void.self)
            let file = service.folder.path + "/resolver.yaml"
            let base = service.service.configuration
            let reload = ConfigurationReload(requests: signals, service: service.service) {
                var loaded = try await ConfigurationLoader(environment: [:]).load(file: file)
                let origins = loaded.allowedOrigins
                loaded = base
                loaded.allowedOrigins = origins
                return loaded
            }
            for text in [
                "http:\n  allowedOrigins: [https://a.example]\n", "http:\n  port: eighty\n", "http: [", "nonsense: 1\n",
            ] {
                try service.folder.write(Data(text.utf8), to: "resolver.yaml")
                await reload.reload()
            }
            try FileManager.default.removeItem(atPath: file)
            hangup.yield()
            hangup.finish()
            try await reload.run()
            let refusals = lines.all.filter { $0.hasPrefix("configuration not reloaded") }
            #expect(refusals.count == 4)
            #expect(refusals.first?.contains("http.port") == true)
            #expect(lines.all.count { $0.hasPrefix("configuration reloaded") } == 1)
            let answer = try await service.client.send(
                "GET",
                "/v1/audio/x/1",
                headers: [("Origin", "https://a.example")]
            )
            #expect(answer["Access-Control-Allow-Origin"] == "https://a.example")
        }
    }
}
