import DubberSimulator
import Foundation
import TestSupport
import Testing

/// Two processes and one data directory.
///
/// POSIX locks are a process's own, so nothing less than processes can show what becomes of them.
@Suite("One owner for a data directory", .timeLimit(.minutes(5)))
struct DataDirectoryTests {
    private struct Health: Decodable {
        let status: String
    }

    enum Other: String, CaseIterable, Sendable {
        case serve, serveByLink, serveRelative, demo, purge, explainLive

        func words(_ shared: SharedFolder, link: String, relative: String) -> [String] {
            let path = shared.folder.path
            return switch self {
            case .serve: ["serve", "--port", "0", "--data", path]
            case .serveByLink: ["serve", "--port", "0", "--data", link]
            case .serveRelative: ["serve", "--port", "0", "--data", relative]
            case .demo: ["demo", "--port", "0", "--data", path]
            case .purge: ["cache", "purge", "--all", "--data", path]
            case .explainLive: shared.explanation(1, probe: "live")
            }
        }

        /// What the one line must name.
        var names: String {
            switch self {
            case .serve, .serveByLink, .serveRelative, .demo: "is in use by serve (process "
            case .purge: "DELETE /v1/cache?all=true"
            case .explainLive: "/v1/debug/resolution"
            }
        }
    }

    @Test("Whoever would change it is refused in one line, and changes nothing", arguments: Other.allCases)
    func refused(other: Other) async throws {
        try await SharedFolder.run { shared in
            let link = shared.folder.path + "-link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: shared.folder.path)
            defer { try? FileManager.default.removeItem(atPath: link) }
            let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
            let relative = String(repeating: "../", count: depth) + shared.folder.path.dropFirst()
            let service = try await ResolverProcess.serve(shared.folder.path)
            try await shared.play(1, from: service)
            let before = try await shared.settled(service)
            let outcome = try await ResolverProcess.run(other.words(shared, link: link, relative: relative))
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains(other.names), "\(outcome.errors)")
            #expect(outcome.errors.contains("process \(service.number) on "), "\(outcome.errors)")
            #expect(try shared.standing() == before)
            #expect(try await shared.play(1, from: service)["Cache-Status"]?.contains("hit") == true)
            await service.end(SIGTERM)
        }
    }

    @Test("What only reads, and what is the registry's, works beside a service that is filling, which loses nothing")
    func beside() async throws {
        try await SharedFolder.run { shared in
            let service = try await ResolverProcess.serve(shared.folder.path)
            for number in 1...3 { try await shared.play(number, from: service) }
            // The rest comes only when the gate opens.
            shared.provider.simulator.faults.add(Fault(.slowBody(bytesPerSecond: 100_000), on: .audio))
            async let filling = shared.play(4, from: service)
            try await until(try audio(shared).count, is: 4)
            let before = try audio(shared)
            let import1 = shared.folder.path + "/import.json"
            try SampleCompany.importFile(port: shared.provider.port).write(to: URL(filePath: import1))
            let data = ["--data", shared.folder.path]
            let commands: [[String]] = [
                ["cache", "status"] + data, ["cache", "status"] + data, shared.explanation(1, probe: "cached"),
                shared.explanation(5, probe: "cached"), shared.explanation(1, probe: "none"), ["token", "list"] + data,
                ["import", import1] + data, ["key", "list"] + data, ["audit", "verify"] + data,
                ["backup", shared.folder.path + "/backup"] + data, ["cache", "status"] + data,
            ]
            for words in commands {
                let outcome = try await ResolverProcess.run(words)
                #expect(outcome.status == 0, "\(words): \(outcome.errors)")
                #expect(outcome.errors.isEmpty, "\(words): \(outcome.errors)")
                try expectLocked(shared, by: service, after: words)
            }
            let explained = try await ResolverProcess.run(shared.explanation(1, probe: "cached")).output
            #expect(explained.contains("available") && explained.contains("full"), "\(explained)")
            #expect(try audio(shared) == before)
            shared.provider.gate.open()
            _ = try await filling
            _ = try await shared.settled(service)
            #expect(try await shared.client(service).send("GET", "/readyz").status == 200)
            // Killed, so that nothing but what is on the disk is left.
            await service.end(SIGKILL)
            let sent = shared.provider.simulator.counters.snapshot.audioBytesSent
            let again = try await ResolverProcess.serve(shared.folder.path)
            #expect(try await shared.client(again).send("GET", "/readyz").status == 200)
            for number in 1...4 { try await shared.play(number, from: again) }
            #expect(shared.provider.simulator.counters.snapshot.audioBytesSent == sent)
            await again.end(SIGTERM)
        }
    }

    @Test(
        "A directory is free again when its holder has ended, however that was",
        arguments: [SIGTERM, SIGKILL, SIGINT]
    )
    func free(signal: Int32) async throws {
        try await SharedFolder.run { shared in
            let first = try await ResolverProcess.serve(shared.folder.path)
            try await shared.play(1, from: first)
            await first.end(signal)
            let purge = ["cache", "purge", "--recording", "042", "--data", shared.folder.path]
            #expect(try await ResolverProcess.run(purge).output == "deleted the audio of 0 recordings\n")
            let live = try await ResolverProcess.run(shared.explanation(1, probe: "live"))
            #expect(live.status == 0, "\(live.errors)")
            let second = try await ResolverProcess.serve(shared.folder.path)
            try await shared.play(1, from: second)
            await second.end(SIGTERM)
            let all = ["cache", "purge", "--all", "--data", shared.folder.path]
            #expect(try await ResolverProcess.run(all).output == "deleted the audio of 1 recordings\n")
            #expect(try audio(shared).isEmpty)
            let status = try await ResolverProcess.run(["cache", "status", "--data", shared.folder.path])
            #expect(status.output.hasPrefix("0 recordings, 0 of at most "))
        }
    }

    @Test("Of two that start at the same moment one serves, and every byte is right")
    func race() async throws {
        try await SharedFolder.run { shared in
            let starts = (0..<4).map { _ in
                Task { try? await ResolverProcess.serve(shared.folder.path) }
            }
            var running: [ResolverProcess] = []
            for start in starts {
                if let process = await start.value { running.append(process) }
            }
            #expect(running.count == 1)
            for process in running {
                for number in 1...SharedFolder.recordings { try await shared.play(number, from: process) }
                await process.end(SIGTERM)
            }
        }
    }

    /// The audio's files by their names: which they are, and the bytes of those that are whole.
    private func audio(_ shared: SharedFolder) throws -> [String: String] {
        let (files, folder) = (FileManager.default, shared.folder.path + "/audio")
        var audio: [String: String] = [:]
        for name in try files.contentsOfDirectory(atPath: folder) {
            let inode = try files.attributesOfItem(atPath: folder + "/" + name)[.systemFileNumber] ?? ""
            let bytes = files.contents(atPath: folder + "/" + name) ?? Data()
            audio[name] = "\(inode) \(bytes.count == Int(SharedFolder.sizeBytes) ? bytes.hashValue : 0)"
        }
        return audio
    }

    /// The service still has its locks on every database, so that nobody who closes one believes to be the last.
    private func expectLocked(_ shared: SharedFolder, by service: ResolverProcess, after words: [String]) throws {
        for name in ["registry.sqlite", "audit.sqlite", "index.sqlite", "provider.sqlite"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: shared.folder.path + "/" + name)
            let inode = try #require(attributes[.systemFileNumber] as? Int)
            // Read again: of a long table, a page at a time, lines are missed while others come and go.
            var isLocked = false
            for _ in 0..<Self.looks where !isLocked { isLocked = try Self.isLocked(inode, by: service) }
            #expect(isLocked, "\(name) after \(words)")
        }
    }

    private static let looks = 100

    private static func isLocked(_ inode: Int, by service: ResolverProcess) throws -> Bool {
        // To its end: at once the system gives no more than a page.
        let handle = try #require(FileHandle(forReadingAtPath: "/proc/locks"))
        defer { try? handle.close() }
        let locks = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self).split(separator: "\n")
        return locks.contains { line in
            line.contains("POSIX") && line.contains(" \(service.number) ") && line.contains(":\(inode) ")
        }
    }
}
