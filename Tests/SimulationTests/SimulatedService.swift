import Dubber
import Foundation
import Logging
import Recordings
import Resolution
import SliceCache
import Transport

/// The resolver's own parts over one folder, put together as the service does; may be stopped and started again.
struct SimulatedService: Sendable {
    let cache: SliceCache
    let provider: DubberProvider
    private let database: DubberDatabase?

    /// What one run's services share.
    struct Surroundings: Sendable {
        let folder: String
        let client: HTTPClient
        let clock: SimulatedClock
        let disk: SimulatedDisk
        let log: LogText
        let limits: SimulatedAccounts.Limits
    }

    static func start(_ surroundings: Surroundings, cacheBytes: Int64, sliceBytes: Int64) async throws -> Self {
        let clock = surroundings.clock
        let logger = surroundings.log.logger
        var limits = SliceCacheLimits()
        limits.maximumBytes = cacheBytes
        limits.sliceBytes = sliceBytes
        limits.readBytes = 300
        limits.joinBytes = 1_000
        limits.readAheadBytes = 2_000
        limits.slicesPerIndexWrite = 2
        limits.maximumOpenRecordings = 3
        let cache = try await SliceCache.open(
            folder: surroundings.folder,
            limits: limits,
            client: surroundings.client,
            transferLimits: TransferLimits(connect: .seconds(60), firstByte: .seconds(60), stall: .seconds(60)),
            pace: clock.pace,
            files: surroundings.disk,
            logger: logger,
            now: { clock.now }
        )
        var configuration = DubberConfiguration()
        configuration.listener = "playback@acme.example"
        configuration.requestsPerSecond = surroundings.limits.perSecond
        configuration.requestsPerDay = surroundings.limits.perDay
        configuration.tokenRequestsPerDay = surroundings.limits.tokensPerDay
        configuration.pageSize = 3
        configuration.longPageSize = 8
        let database = DubberDatabase.open(directory: surroundings.folder, logger: logger)
        let provider = DubberProvider(
            configuration: configuration,
            client: surroundings.client,
            egress: EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true),
            logger: logger,
            now: { clock.now },
            pace: clock.pace,
            index: database.map { StoredRecordingIndex(database: $0, logger: logger) } ?? .inMemory(),
            ledger: PacedQuotaLedger(
                configuration: configuration,
                pace: clock.pace,
                store: database.map { StoredQuota(database: $0) },
                logger: logger,
                now: { clock.now }
            )
        )
        return Self(cache: cache, provider: provider, database: database)
    }

    func stop() async {
        await cache.shutDown()
        await provider.shutDown()
        database?.close()
    }
}
