internal import Dubber
internal import Foundation
internal import Logging
internal import Recordings
internal import Transport

/// The provider with what it keeps in `provider.sqlite`.
struct KeptDubber: Sendable {
    enum Access: Sendable {
        /// With the lock of the data directory.
        case writing
        /// Beside whoever has it; nothing is kept.
        case reading
    }

    let provider: DubberProvider
    private let database: DubberDatabase?
    private let ledger: PacedQuotaLedger

    /// Makes the provider; to be called after the audio cache has opened its file, where what the provider keeps once lay.
    init(
        configuration: ServiceConfiguration,
        access: Access = .writing,
        client: HTTPClient,
        metrics: ServiceMetrics,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) async {
        let directory = configuration.dataDirectory
        let database =
            switch access {
            case .writing: DubberDatabase.open(directory: directory, logger: logger)
            case .reading: DubberDatabase.openReading(directory: directory, logger: logger)
            }
        let index =
            database.map {
                StoredRecordingIndex(
                    database: $0,
                    maximumRecordings: configuration.maximumIndexedRecordings,
                    logger: logger
                )
            } ?? .inMemory(logger: logger)
        if access == .writing { await index.tidy(now: now()) }
        let pace = Pace.continuous()
        self.database = database
        ledger = PacedQuotaLedger(
            configuration: configuration.dubber,
            pace: pace,
            store: database.map { StoredQuota(database: $0) },
            logger: logger,
            now: now
        )
        provider = DubberProvider(
            configuration: configuration.dubber,
            client: client,
            egress: configuration.egress,
            logger: logger,
            now: now,
            pace: pace,
            index: index,
            ledger: ledger,
            onCall: { entry, host, call in metrics.called(entry: entry, host: host, call) }
        )
    }

    /// Sees to it that what is kept can be read; what is held in memory always can.
    func check() async throws {
        try await database?.check()
    }

    func close() async {
        await provider.shutDown()
        await ledger.close()
        database?.close()
    }
}
