import ByteRanges
import Foundation
import Logging
import Recordings
import Sharing
import SliceCache
import TestSupport
import Transport

/// A store of audio, a client that may speak to it and a folder on a real disk.
struct CacheBench: Sendable {
    /// Slices of a KiB make borders cheap to reach.
    static let sliceBytes: Int64 = 1024

    let store: ScriptedProvider
    let client: HTTPClient
    let folder: String

    /// The audio's path at the store; both hosts of an entry lie there, under `/1` and `/2`.
    static let path = "/1/audio.mp3"
    static let secondPath = "/2/audio.mp3"

    /// The audio that tests play, if they do not bring their own.
    static let audio = bytes(10_000)
    static let key = RecordingKey(entry: CallRecIntGUID("entry"), recording: recordingID("0412345678"))

    static func recordingID(_ text: String) -> RecordingID {
        guard let id = RecordingID(text) else { preconditionFailure("a test's recording id is well formed") }
        return id
    }

    /// Bytes without a period that a slice's length divides, so that a misplaced byte shows.
    static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Small slices, and a first transfer that brings the whole of most tests' audio.
    static func limits(_ change: (inout SliceCacheLimits) -> Void = { _ in }) -> SliceCacheLimits {
        var limits = SliceCacheLimits()
        limits.sliceBytes = sliceBytes
        limits.readBytes = 700
        limits.joinBytes = 2048
        limits.readAheadBytes = 1 << 20
        limits.firstReadAheadSlices = 1024
        limits.slicesPerIndexWrite = 3
        change(&limits)
        return limits
    }

    func cache(
        _ limits: SliceCacheLimits = CacheBench.limits(),
        pace: Pace = TestPace().pace,
        files: (any SliceFiles)? = nil,
        logger: Logger = .quiet,
        now: @escaping @Sendable () -> Date = { Date(timeIntervalSince1970: 1_000_000) }
    ) async throws -> SliceCache {
        try await SliceCache.open(
            folder: folder,
            limits: limits,
            client: client,
            transferLimits: TransferLimits(connect: .seconds(60), firstByte: .seconds(60), stall: .seconds(60)),
            pace: pace,
            files: files,
            logger: logger,
            now: now
        )
    }

    /// Serves `audio` on the first host, as a good store does.
    func serve(_ audio: [UInt8] = CacheBench.audio, tweaks: [FileTweak] = []) {
        store.on("GET", Self.path) { .file(audio, for: $0, tweaks: tweaks) }
    }

    /// Where the first host, or both, have the audio.
    func origin(_ hosts: Int = 1, expiryTime: Date? = nil) -> ScriptedOrigin {
        let paths = [Self.path, Self.secondPath].prefix(hosts)
        return ScriptedOrigin(urls: paths.map { store.baseURL + $0 }, expiryTime: expiryTime)
    }

    /// What the store was asked for, in order; `-` for a request without a range.
    var askedRanges: [String] { store.requests.map { $0.headers["Range"] ?? "-" } }
}

/// Runs a test with a bench and clears everything up.
///
/// - Parameters:
///   - places: of fetches, for tests of too many.
///   - test: the test.
/// - Throws: what the test throws.
func withBench(
    places: LaneLimits? = nil,
    _ test: (CacheBench) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "slice-cache-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await ScriptedProvider.start()
    var configuration = HTTPClientConfiguration()
    configuration.egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
    configuration.audio = places ?? configuration.audio
    let client = try HTTPClient(configuration: configuration, logger: .quiet)
    let outcome: Result<Void, any Error>
    do {
        outcome = .success(try await test(CacheBench(store: store, client: client, folder: folder.path)))
    } catch {
        outcome = .failure(error)
    }
    await client.shutdown()
    await store.stop()
    try outcome.get()
}

/// Runs a test with a bench and a cache in its folder, which is shut down in the end.
///
/// - Parameters:
///   - limits: of the cache.
///   - pace: what it waits by.
///   - places: of fetches, for tests of too many.
///   - logger: for what goes wrong.
///   - now: its clock.
///   - test: the test.
/// - Throws: what the test throws.
func withCache(
    _ limits: SliceCacheLimits = CacheBench.limits(),
    pace: Pace = TestPace().pace,
    places: LaneLimits? = nil,
    logger: Logger = .quiet,
    now: @escaping @Sendable () -> Date = { Date(timeIntervalSince1970: 1_000_000) },
    _ test: (CacheBench, SliceCache) async throws -> Void
) async throws {
    try await withBench(places: places) { bench in
        let cache = try await bench.cache(limits, pace: pace, logger: logger, now: now)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await test(bench, cache))
        } catch {
            outcome = .failure(error)
        }
        await cache.shutDown()
        try outcome.get()
    }
}

extension Logger {
    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
