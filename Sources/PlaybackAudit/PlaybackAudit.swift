package import Foundation
internal import GRDB
package import Logging
internal import Synchronization

/// Who listened to what: every playback leaves a row before its first byte is sent, and another when it is over.
///
/// Kept in `audit.sqlite`, to which rows are only ever added, each chained to the one before it with a key that is not in there.
package final class PlaybackAudit: Sendable {
    package struct Limits: Sendable, Hashable {
        /// A playback without a request for so long is over.
        package var idleSeconds = 300
        /// Playbacks under way; beyond them those that are idle longest end early.
        package var maximumOpen = 65_536
        /// Events are removed after so many days.
        package var retentionDays = 400
        /// Where the key of the chain lies; empty for beside the audit.
        package var keyFile = ""

        package init() {}
    }

    /// Which refused requests are told of together.
    struct Refusal: Hashable {
        let code: String
        /// Empty where the request did not prove them.
        let user: String
        let entry: String
        let recording: String
        let address: String
        let isDownload: Bool
    }

    struct State {
        var open: [PlaybackKey: OpenPlayback] = [:]
        /// Beginnings being written, with those who wait for the same.
        var opening: [PlaybackKey: [CheckedContinuation<Result<OpenPlayback, AuditError>?, Never>]] = [:]
        var refusals: [Refusal: (count: Int, firstAt: Date)] = [:]
        var isStopped = false
    }

    /// The file's name in the data directory.
    package static let fileName = "audit.sqlite"
    /// The name of the key's file there.
    package static let keyFileName = "audit.key"

    package let limits: Limits
    let store: AuditStore
    let writer: AuditWriter
    let logger: Logger
    let now: @Sendable () -> Date
    let state = Mutex(State())

    /// Opens the audit of a data directory, making it at the first start.
    ///
    /// - Parameters:
    ///   - directory: it must exist.
    ///   - limits: every limit.
    ///   - logger: for failures, and the chain's head at each start.
    ///   - now: the clock.
    /// - Throws: `notUsable`, `damaged`, `newerSchema`, `keyMissing`, `keyWrong`, `keyOfAnother`, `keyUnreadable`.
    package init(
        directory: String,
        limits: Limits = Limits(),
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(AuditError) {
        self.limits = limits
        self.logger = logger
        self.now = now
        let files = AuditFiles(directory: directory, keyFile: limits.keyFile)
        store = try AuditStore.open(files, now: now(), logger: logger)
        writer = AuditWriter(store: store, logger: logger)
    }

    /// Closes the file.
    package func close() {
        store.close()
    }

    /// Where the file lies.
    package var path: String { store.path }

    /// Whether a playback could be noted now.
    package func check() async throws {
        try await store.check()
    }

    /// A page of the events that are asked for.
    ///
    /// - Throws: `notUsable` when the file cannot be read.
    package func page(_ query: AuditQuery) async throws(AuditError) -> AuditPage {
        let open = query.outcome == .open ? state.withLock { state in state.open.values.map(\.sequence) } : []
        do {
            return try await store.page(query, open: open)
        } catch {
            throw AuditError(error, path: store.path)
        }
    }

    /// Playbacks under way.
    package var openCount: Int { state.withLock { $0.open.count } }
    /// Rows that could not be kept since the start; anything but 0 needs an explanation.
    package var lostRows: Int { writer.lost }
    package var writtenRows: Int { writer.written }
}
