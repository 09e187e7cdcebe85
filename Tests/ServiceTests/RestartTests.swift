import DubberSimulator
import Foundation
import GRDB
import Service
import TestSupport
import Testing
import Transport

/// What is kept between two starts over one data directory, and what becomes of it when it was damaged.
@Suite("Restart")
struct RestartTests {
    /// Plays the sample recording, stops, changes something in the folder, and plays it again by another service: the bytes are the same.
    private func replay(
        after change: @Sendable (DataFolder) throws -> Void,
        check: @Sendable (ServiceUnderTest, ServiceClient.Answer) async throws -> Void = { _, _ in }
    ) async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let truth = Mutexed<[UInt8]>([])
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                truth.value = try await service.client.send("GET", try await service.audioURL()).bytes
                #expect(truth.value.count == Int(SampleCompany.audioBytes))
            }
            try change(folder)
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let answer = try await service.client.send("GET", try await service.audioURL())
                #expect(answer.status == 200)
                #expect(answer.bytes == truth.value)
                try await check(service, answer)
            }
        }
    }

    @Test("after a restart what was cached is served without the provider")
    func restart() async throws {
        try await replay { _ in
        } check: { service, answer async throws in
            #expect(answer["Cache-Status"]?.contains("hit") == true)
            #expect(service.audioBytesSent == SampleCompany.audioBytes)
        }
    }

    @Test("after an upgrade from one file for cache and provider, nothing is fetched or counted anew")
    func upgrade() async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let before = Mutexed("")
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                _ = try await service.client.send("GET", try await service.audioURL())
                before.value = try await service.client.asAdmin("GET", "/v1/debug/quota").text
            }
            try joinFiles(in: folder)
            let requests = provider.simulator.counters.snapshot
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                #expect(try await service.client.asAdmin("GET", "/v1/debug/quota").text == before.value)
                let answer = try await service.client.send("GET", try await service.audioURL())
                #expect(answer["Cache-Status"]?.contains("hit") == true)
                #expect(try await service.client.asAdmin("GET", "/v1/debug/quota").text == before.value)
            }
            #expect(provider.simulator.counters.snapshot == requests)
        }
    }

    /// Puts the provider's tables where an earlier program had them.
    private func joinFiles(in folder: DataFolder) throws {
        let database = try DatabaseQueue(path: folder.path + "/index.sqlite")
        defer { try? database.close() }
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "ATTACH DATABASE ? AS provider", arguments: [folder.path + "/provider.sqlite"])
            let schema =
                "SELECT type, name, sql FROM provider.sqlite_master WHERE sql IS NOT NULL AND name != 'grdb_migrations'"
            for part in try Row.fetchAll(database, sql: schema) {
                try database.execute(sql: part["sql"] as String)
                guard part["type"] == "table" else { continue }
                let table: String = part["name"]
                try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM provider.\(table)")
            }
            try database.execute(sql: "INSERT INTO main.grdb_migrations SELECT * FROM provider.grdb_migrations")
            try database.execute(sql: "DETACH DATABASE provider")
        }
        try FileManager.default.removeItem(atPath: folder.path + "/provider.sqlite")
    }

    @Test("audio URLs given before a restart are good after it")
    func restartKeepsSignatures() async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let url = Mutexed("")
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { url.value = try await $0.audioURL() }
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let answer = try await service.client.send("GET", url.value)
                #expect(answer.status == 200)
            }
        }
    }

    @Test(
        "a damaged file of what can be had again is begun anew, and playback works",
        arguments: ["index.sqlite", "provider.sqlite"],
        [0, 20, 5_000]
    )
    func damagedIndex(file: String, at offset: Int) async throws {
        try await replay { folder in
            var bytes = try folder.bytes(of: file)
            try #require(bytes.count > offset + 4_096)
            bytes.replaceSubrange(offset..<offset + 4_096, with: Data(repeating: 0xA5, count: 4_096))
            try folder.write(bytes, to: file)
        } check: { service, _ async throws in
            #expect(try await service.client.send("GET", "/readyz").status == 200)
        }
    }

    @Test(
        "what can be had again may be deleted between two starts",
        arguments: ["index.sqlite", "provider.sqlite", "audio"]
    )
    func deleted(file: String) async throws {
        try await replay { try FileManager.default.removeItem(atPath: $0.path + "/" + file) }
    }

    @Test("audio that was changed on disk is never served")
    func damagedAudio() async throws {
        try await replay { folder in
            var damaged = 0
            for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/audio") {
                guard var bytes = try? folder.bytes(of: "audio/" + file), bytes.count > 70_000 else { continue }
                bytes[70_000] ^= 0xFF
                try folder.write(bytes, to: "audio/" + file)
                damaged += 1
            }
            try #require(damaged == 1)
        }
    }
}
