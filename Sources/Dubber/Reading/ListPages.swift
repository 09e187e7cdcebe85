internal import Foundation
internal import Logging
internal import Recordings
internal import Sharing

/// Asks for pages of lists, and remembers of each host how long a page it gives.
final class ListPages: Sendable {
    private let calls: DubberCalls
    private let initial: PageSizing
    private let sizings: RecentTable<IndexKey, PageSizing>
    private let logger: Logger

    init(calls: DubberCalls, configuration: DubberConfiguration, logger: Logger) {
        self.calls = calls
        self.logger = logger
        initial = PageSizing(usual: configuration.pageSize, long: configuration.longPageSize)
        sizings = RecentTable(capacity: configuration.maximumAccounts)
    }

    /// Items of a usual page: one with fewer is the last of its list.
    var usualSize: Int { initial.usual }

    /// What a host's pages have shown.
    func sizing(of peer: DubberPeer) -> PageSizing { sizings[peer.indexKey] ?? initial }

    func forget(_ entry: CallRecIntGUID) {
        sizings.removeAll { key, _ in key.entry == entry }
    }

    /// Takes in a further page of an account's list.
    func learn(
        _ page: RecordingPage,
        asked: Int,
        after observation: Coverage.Observation,
        next: Coverage.Observation,
        peer: DubberPeer
    ) {
        let isMore = page.recordings.contains { $0.recordingID != observation.cursor }
        change(peer) { $0.take(asked: asked, itemCount: page.itemCount, isMore: isMore, observation: next) }
    }

    /// A page that follows; asked for once more with the usual size where a long one is refused, which nobody else notices.
    ///
    /// - Returns: the page, and how many items it was asked for.
    /// - Throws: what the request came to.
    func further(
        of view: ListView,
        beforeID: RecordingID,
        count: Int,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) -> (page: RecordingPage, asked: Int) {
        func page(_ count: Int) async throws(DubberError) -> RecordingPage {
            try await self.page(
                of: view,
                beforeID: beforeID,
                count: count,
                peer: peer,
                priority: priority,
                trace: trace
            )
        }
        do {
            return (try await page(count), count)
        } catch {
            guard count > usualSize, error.mayBeForLength else {
                throw error
            }
            let usual = try await page(usualSize)
            change(peer) { $0.refuse(isVague: error.isHostAtFault) }
            logger.info(
                "provider gives no long page",
                metadata: [
                    "entry": "\(peer.entry)", "host": "\(peer.host.name)", "items": "\(count)",
                    "reason": "\(error.reason)",
                ]
            )
            return (usual, usualSize)
        }
    }

    /// A page of a list.
    ///
    /// - Throws: what the request came to.
    func page(
        of view: ListView,
        beforeID: RecordingID? = nil,
        count: Int,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) -> RecordingPage {
        let number: String? = if case .number(let number) = view { number } else { nil }
        let page = try await calls.list(
            peer,
            number: number,
            beforeID: beforeID,
            count: count,
            priority: priority,
            trace: trace
        )
        if page.unreadableCount > 0 {
            logger.warning(
                "provider list has unreadable items",
                metadata: ["entry": "\(peer.entry)", "host": "\(peer.host.name)", "items": "\(page.unreadableCount)"]
            )
        }
        return page
    }

    /// What a cancelled flight still brings is dropped: the entry may have been forgotten meanwhile.
    private func change(_ peer: DubberPeer, _ change: (inout PageSizing) -> Void) {
        guard !Task.isCancelled else {
            return
        }
        sizings.update(peer.indexKey) { sizing in
            var changed = sizing ?? initial
            change(&changed)
            sizing = changed
        }
    }
}

extension DubberError {
    /// Whether a page may have been refused because so many items were asked for; a host does not have to say so.
    fileprivate var mayBeForLength: Bool {
        switch self {
        case .requestRefused, .notFound, .notPermitted, .unexpectedAnswer, .serverFailed, .timedOut: true
        default: false
        }
    }
}
