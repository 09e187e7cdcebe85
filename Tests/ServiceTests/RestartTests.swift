import DubberSimulator
import Foundation
import TestSupport
import Service
import Testing
import Transport

/// What is kept between two starts over one data directory, and what becomes of it when it was damaged.
@Suite("Restart")
struct RestartTests {
    @Test("after a restart what was cached is served without the provider")
    func restart() async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let truth = Mutexed<[UInt8]>([])
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                truth.value = try await service.client.send("GET", try await service.audioURL()).bytes
                #expect(truth.value.count == Int(SampleCompany.audioBytes))
            }
            let sent = provider.simulator.counters.snapshot.audioBytesSent
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let answer = try await service.client.send("GET", try await service.audioURL())
                #expect(answer.bytes == truth.value)
                #expect(answer["Cache-Status"]?.contains("hit") == true)
            }
            #expect(provider.simulator.counters.snapshot.audioBytesSent == sent)
        }
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

    @Test("a damaged index.sqlite is begun anew, and playback works", arguments: [0, 20, 5_000])
    func damagedIndex(at offset: Int) async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let truth = Mutexed<[UInt8]>([])
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                truth.value = try await service.client.send("GET", try await service.audioURL()).bytes
            }
            var bytes = try folder.bytes(of: "index.sqlite")
            try #require(bytes.count > offset + 4_096)
            bytes.replaceSubrange(offset..<offset + 4_096, with: Data(repeating: 0xA5, count: 4_096))
            try folder.write(bytes, to: "index.sqlite")
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let answer = try await service.client.send("GET", try await service.audioURL())
                #expect(answer.status == 200)
                #expect(answer.bytes == truth.value)
                #expect(try await service.client.send("GET", "/readyz").status == 200)
            }
        }
    }

    @Test("index.sqlite and the audio may be deleted between two starts", arguments: ["index.sqlite", "audio"])
    func deleted(file: String) async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let truth = Mutexed<[UInt8]>([])
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                truth.value = try await service.client.send("GET", try await service.audioURL()).bytes
            }
            try FileManager.default.removeItem(atPath: folder.path + "/" + file)
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let answer = try await service.client.send("GET", try await service.audioURL())
                #expect(answer.bytes == truth.value)
            }
        }
    }

    @Test("audio that was changed on disk is never served")
    func damagedAudio() async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let truth = Mutexed<[UInt8]>([])
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                truth.value = try await service.client.send("GET", try await service.audioURL()).bytes
            }
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/audio")
            var damaged = 0
            for file in files {
                guard var bytes = try? folder.bytes(of: "audio/" + file), bytes.count > 70_000 else { continue }
                bytes[70_000] ^= 0xFF
                try folder.write(bytes, to: "audio/" + file)
                damaged += 1
            }
            try #require(damaged == 1)
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let answer = try await service.client.send("GET", try await service.audioURL())
                #expect(answer.bytes == truth.value)
            }
        }
    }
}
