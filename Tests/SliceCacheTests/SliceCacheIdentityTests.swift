import Foundation
import GRDB
import Recordings
import SliceCache
import TestSupport
import Testing

/// Bytes are bound to the version of the recording that they are of.
@Suite("Whose bytes a file has", .timeLimit(.minutes(5)))
struct SliceCacheIdentityTests {
    private static let ids = [1, 2, 3]

    private func key(_ id: Int) -> RecordingKey {
        RecordingKey(entry: CallRecIntGUID("entry"), recording: CacheBench.recordingID("\(id)"))
    }

    private func audio(_ id: Int) -> [UInt8] { CacheBench.bytes(10_000, seed: UInt64(id)) }

    private func origin(_ id: Int, _ bench: CacheBench) -> ScriptedOrigin {
        ScriptedOrigin(urls: [bench.store.baseURL + "/1/\(id).mp3"])
    }

    /// Fills a cache with recordings of the same length, then changes what is on the disk.
    private func withFilled(
        _ change: (CacheBench, _ folder: String) throws -> Void,
        then check: (CacheBench, SliceCache) async throws -> Void
    ) async throws {
        try await withBench { bench in
            for id in Self.ids {
                let audio = audio(id)
                bench.store.on("GET", "/1/\(id).mp3") { .file(audio, for: $0, tweaks: []) }
            }
            var cache = try await bench.cache()
            for id in Self.ids { #expect(try await cache.playWhole(key(id), from: origin(id, bench)) == audio(id)) }
            await cache.workEnds()
            await cache.shutDown()
            try change(bench, bench.folder + "/audio/")
            cache = try await bench.cache()
            try await check(bench, cache)
            await cache.shutDown()
        }
    }

    private func index(_ bench: CacheBench, _ statements: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: bench.folder + "/index.sqlite", configuration: configuration)
        try queue.write { try $0.execute(sql: statements) }
        try queue.close()
    }

    enum Harm: String, CaseIterable {
        case swapped, copied, linked, rowsSwapped, rowsAndSumsTaken, numberTaken

        /// What two processes that numbered from the same start, or somebody's hand, can leave behind.
        func apply(_ index: (String) throws -> Void, _ folder: String) throws {
            let files = FileManager.default
            let (first, second) = (folder + "1.audio", folder + "2.audio")
            switch self {
            case .swapped:
                try files.moveItem(atPath: first, toPath: folder + "aside")
                try files.moveItem(atPath: second, toPath: first)
                try files.moveItem(atPath: folder + "aside", toPath: second)
            case .copied:
                try files.removeItem(atPath: second)
                try files.copyItem(atPath: first, toPath: second)
            case .linked:
                try files.removeItem(atPath: second)
                try files.linkItem(atPath: first, toPath: second)
            case .rowsSwapped:
                try index(
                    """
                    UPDATE audio SET recordingID = 'aside' WHERE number = 1;
                    UPDATE audio SET recordingID = '1' WHERE number = 2;
                    UPDATE audio SET recordingID = '2' WHERE number = 1;
                    """
                )
            case .rowsAndSumsTaken:
                // The other's bytes in the file, with right sums of them under the wrong row.
                try files.removeItem(atPath: second)
                try files.copyItem(atPath: first, toPath: second)
                try index(
                    """
                    DELETE FROM audioSlice WHERE number = 2;
                    INSERT INTO audioSlice SELECT 2, slice, checksum FROM audioSlice WHERE number = 1;
                    """
                )
            case .numberTaken:
                // The third recording's row comes to the first one's file and sums.
                try index("DELETE FROM audio WHERE number = 1; UPDATE audio SET number = 1 WHERE number = 3;")
            }
        }
    }

    @Test("Bytes that stand under another's name are never served", arguments: Harm.allCases)
    func harm(_ harm: Harm) async throws {
        try await withFilled { bench, folder in
            try harm.apply({ try index(bench, $0) }, folder)
        } then: { (bench: CacheBench, cache: SliceCache) async throws in
            // Twice, for what is fetched anew must not harm another either.
            for id in Self.ids + Self.ids {
                #expect(try await cache.playWhole(key(id), from: origin(id, bench)) == audio(id), "\(id)")
            }
        }
    }

    @Test("A cache from before files were bound to their recordings is dropped, once")
    func upgrade() async throws {
        try await withFilled { bench, _ in
            try index(bench, "DELETE FROM grdb_migrations WHERE identifier = 'audio 3: identity'")
        } then: { (bench: CacheBench, cache: SliceCache) async throws in
            #expect(cache.totals.recordings == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio").isEmpty)
            #expect(try await cache.playWhole(key(1), from: origin(1, bench)) == audio(1))
            await cache.workEnds()
            await cache.shutDown()
            let again = try await bench.cache()
            #expect(again.totals.recordings == 1)
            await again.shutDown()
        }
    }

    @Test("A file that is there already is never written into", arguments: [1, 3])
    func exclusive(inTheWay: Int) async throws {
        try await withFilled { _, _ in
        } then: { (bench: CacheBench, cache: SliceCache) async throws in
            let paths = (0..<inTheWay).map { bench.folder + "/audio/\(4 + $0).audio" }
            for path in paths { try Data("somebody's".utf8).write(to: URL(filePath: path)) }
            bench.serve()
            #expect(try await cache.playWhole(key(9), from: bench.origin()) == CacheBench.audio)
            await cache.workEnds()
            #expect(cache.standing(of: key(9))?.cachedBytes == 10_000)
            for path in paths { #expect(FileManager.default.contents(atPath: path) == Data("somebody's".utf8)) }
            #expect(cache.counters.storageFailures == 0)
        }
    }

    @Test("A row whose file is gone is forgotten at the start")
    func lost() async throws {
        try await withFilled { _, folder in
            try FileManager.default.removeItem(atPath: folder + "2.audio")
        } then: { (bench: CacheBench, cache: SliceCache) async throws in
            #expect(cache.totals.recordings == 2)
            #expect(try await cache.playWhole(key(2), from: origin(2, bench)) == audio(2))
        }
    }

    @Test("What is in a cache that another has open is told, and nothing is touched")
    func inventory() async throws {
        try await withFilled { _, _ in
        } then: { (bench: CacheBench, cache: SliceCache) async throws in
            let before = try contents(bench)
            let inventory = try SliceInventory(folder: bench.folder)
            #expect(try inventory.totals().recordings == 3)
            #expect(try inventory.totals().storedBytes == 30_000)
            #expect(inventory.standing(of: key(1))?.cachedBytes == 10_000)
            inventory.close()
            #expect(try contents(bench) == before)
            #expect(cache.totals.recordings == 3)
        }
    }

    @Test("A purge of a cache that nobody has open deletes files and rows of what is meant, and what no row knows")
    func purge() async throws {
        try await withFilled { _, folder in
            try Data([1]).write(to: URL(filePath: folder + "77.audio"))
        } then: { (bench: CacheBench, cache: SliceCache) async throws in
            await cache.shutDown()
            let meant = key(2)
            let outcome = try await OfflinePurge(directory: bench.folder, logger: .quiet).run { $0 == meant }
            #expect(outcome.deleted == 1)
            #expect(outcome.kept == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio").sorted()
            #expect(names == ["1.audio", "3.audio"])
            let inventory = try SliceInventory(folder: bench.folder)
            #expect(try inventory.totals().recordings == 2)
            inventory.close()
        }
    }

    @Test("Where there is no cache, none is made to look at it")
    func nothing() async throws {
        try await withBench { bench in
            let inventory = try SliceInventory(folder: bench.folder)
            #expect(try inventory.totals().recordings == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder).isEmpty)
        }
    }

    /// The audio's bytes by their names.
    private func contents(_ bench: CacheBench) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio") {
            contents[name] = FileManager.default.contents(atPath: bench.folder + "/audio/" + name)
        }
        return contents
    }
}
