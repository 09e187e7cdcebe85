import DubberSimulator
import Foundation
import Recordings
import Registry
import Service
import TestSupport
import Testing
import Transport

/// Starting, stopping, and what is left on disk in between.
@Suite("Lifecycle")
struct LifecycleTests {
    private struct Health: Decodable {
        let status: String
        let checks: [String: String]
    }

    @Test("healthz and readyz say that all is well, without a token")
    func healthy() async throws {
        try await ServiceUnderTest.run { service in
            let alive = try await service.client.send("GET", "/healthz")
            #expect(alive.status == 200)
            #expect(try alive.decoded(as: Health.self).status == "ok")
            let ready = try await service.client.send("GET", "/readyz")
            #expect(ready.status == 200)
            let checks = try ready.decoded(as: Health.self).checks
            #expect(checks == ["registry": "ok", "audit": "ok", "index": "ok", "disk": "ok"])
        }
    }

    @Test("readyz says that the data directory is gone")
    func notReady() async throws {
        try await ServiceUnderTest.run { service in
            try FileManager.default.removeItem(atPath: service.folder.path)
            let ready = try await service.client.send("GET", "/readyz")
            #expect(ready.status == 503)
            let health = try ready.decoded(as: Health.self)
            #expect(health.status == "notReady")
            #expect(health.checks["disk"] == "failed")
            #expect(try await service.client.send("GET", "/healthz").status == 200)
        }
    }

    @Test("on a graceful stop a listener gets the rest of the recording, and new connections are refused")
    func gracefulStop() async throws {
        try await Playback.run(sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            service.faults.add(Fault(.slowBody(bytesPerSecond: 10 * Int64(Playback.sliceBytes)), on: .audio))
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                let head = try await connection.readHead()
                #expect(head.hasPrefix("HTTP/1.1 200"))
                let first = try await connection.read(1_000)
                await service.stop()
                await Self.waitUntilRefused(port: service.client.port)
                service.gate.open()
                let rest = try await connection.read(playback.sizeBytes - 1_000)
                #expect(first + rest == playback.truth)
                let afterwards = try await connection.readToEnd()
                #expect(afterwards.isEmpty)
            }
        }
    }

    @Test("on a graceful stop a slow reader of a cached recording gets all of it")
    func gracefulStopWarm() async throws {
        try await Playback.run(.warm, sizeBytes: 16 << 20) { playback in
            try await RawConnection.open(port: playback.service.client.port) { connection in
                try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.readHead()
                await playback.service.stop()
                await Self.waitUntilRefused(port: playback.service.client.port)
                let body = try await connection.read(playback.sizeBytes)
                #expect(body == playback.truth)
            }
        }
    }

    @Test("connections that are accepted just as the service stops are closed, not dropped", arguments: 0..<20)
    func stopWhileConnecting(round: Int) async throws {
        try await ServiceUnderTest.run { service in
            let port = service.client.port
            await withTaskGroup(of: Void.self) { callers in
                for _ in 0..<16 {
                    callers.addTask { await Self.waitUntilRefused(port: port) }
                }
                await service.stop()
            }
        }
    }

    /// Connects again and again, until nothing listens on the port.
    private static func waitUntilRefused(port: Int) async {
        while await RawConnection.isAccepted(port: port) {}
    }

    @Test("a damaged registry.sqlite refuses the start with a clear error, and is left as it is")
    func damagedRegistry() async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await ServiceUnderTest.run(setup) { _ in }
        let damage = Data("this is not a database, but it is long enough to be looked at".utf8)
        try folder.write(damage, to: "registry.sqlite")
        let error = await #expect(throws: RegistryError.self) {
            _ = try await PlaybackService(
                configuration: setup.configuration(dataDirectory: folder.path),
                logger: RunningSimulator.quiet
            )
        }
        #expect(error?.reason == "registryDamaged")
        #expect(error?.description.contains("registry.sqlite") == true)
        #expect(try folder.bytes(of: "registry.sqlite") == damage)
    }

    @Test("a signing key that is not one refuses the start with a clear error, and is left as it is")
    func badSigningKey() async throws {
        let folder = try DataFolder()
        try folder.write(Data("short\n".utf8), to: "signing.key")
        let error = await #expect(throws: ServiceStartError.self) {
            _ = try await PlaybackService(
                configuration: Setup().configuration(dataDirectory: folder.path),
                logger: RunningSimulator.quiet
            )
        }
        #expect(error == .signingKeyUnreadable(path: folder.path + "/signing.key"))
        #expect(try folder.bytes(of: "signing.key") == Data("short\n".utf8))
    }

    @Test("the signing key is for the owner alone")
    func signingKeyPermissions() async throws {
        try await ServiceUnderTest.run { service in
            let path = service.folder.path + "/signing.key"
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("a change of an entry's credentials lets go of its audio")
    func changedEntry() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            let text = String(decoding: try SampleCompany.importFile(port: service.provider.port), as: UTF8.self)
            let changed = text.replacing("uk1/accounts/acme", with: "uk2/accounts/acme")
            try service.registry.importFile(Data(changed.utf8))
            try await until(try await service.client.cacheTotals) { $0.recordings == 0 }
            try await playback.expectWhole()
            #expect(service.counts.count(.audio, region: "uk2") == 1)
        }
    }
}
