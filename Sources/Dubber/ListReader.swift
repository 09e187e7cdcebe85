internal import Foundation
internal import Logging
internal import Recordings

/// Reads the provider's lists into the index, one page at a time; who wants the same account waits for the page under way.
final class ListReader: Sendable {
    private let calls: DubberCalls
    private let index: any RecordingIndex
    private let pageSize: Int
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let flights = SharedFlights<IndexKey, Traced<Void>>()

    init(
        calls: DubberCalls,
        index: any RecordingIndex,
        pageSize: Int,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.calls = calls
        self.index = index
        self.pageSize = pageSize
        self.logger = logger
        self.now = now
    }

    /// Takes a step, or waits for the one under way, whichever it is: the caller looks again and plans anew.
    func take(
        _ step: LookupStep,
        peer: DubberPeer,
        priority: QuotaPriority = .availability,
        trace: CallTrace
    ) async throws(DubberError) {
        let shared = await flights.join(peer.indexKey) {
            await Traced { trace throws(DubberError) in
                try await self.perform(step, peer: peer, priority: priority, trace: trace)
            }
        }
        guard let shared else {
            throw .cancelled
        }
        try shared.get(trace)
    }

    func forget(_ entry: CallRecIntGUID) {
        flights.cancel { $0.entry == entry }
    }

    /// The plan may be a moment old: what has been read since is not read again.
    private func perform(
        _ step: LookupStep,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) {
        switch step {
        case .head(let since):
            let coverage = await coverage(.account, peer: peer)
            if !coverage.isBegun(since: since) {
                try await readHead(of: .account, peer: peer, priority: priority, trace: trace)
            }
        case .extend(let observation):
            let coverage = await coverage(.account, peer: peer)
            if coverage.observations.contains(observation) {
                try await readOn(observation, view: .account, peer: peer, priority: priority, trace: trace)
            }
        case .number(let number, let since):
            let coverage = await coverage(.number(number), peer: peer)
            if let observation = coverage.extendable(since: since) {
                try await readOn(observation, view: .number(number), peer: peer, priority: priority, trace: trace)
            } else if !coverage.isBegun(since: since) {
                try await readHead(of: .number(number), peer: peer, priority: priority, trace: trace)
            }
        }
    }

    private func coverage(_ view: ListView, peer: DubberPeer) async -> Coverage {
        await index.coverage(of: peer.indexKey, view: view).believed(at: now())
    }

    private func readHead(
        of view: ListView,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) {
        let askedAt = now()
        let page = try await page(of: view, beforeID: nil, peer: peer, priority: priority, trace: trace)
        let observation = ListReading.begin(page, askedAt: askedAt, pageSize: pageSize)
        await keep(page, observation: observation, view: view, peer: peer, askedAt: askedAt)
        if view == .account, observation.floor < .distantFuture {
            await prune(observation.floor..<Date.distantFuture, observation: observation, peer: peer)
        }
    }

    private func readOn(
        _ observation: Coverage.Observation,
        view: ListView,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) {
        let askedAt = now()
        guard let cursor = ListReading.cursor(of: observation, now: askedAt) else {
            await index.strand(observation, key: peer.indexKey, view: view)
            return
        }
        let page: RecordingPage
        do {
            page = try await self.page(of: view, beforeID: cursor, peer: peer, priority: priority, trace: trace)
        } catch .requestRefused, .notFound {
            // The head of the list was readable, so it is the cursor that is gone.
            await index.strand(observation, key: peer.indexKey, view: view)
            return
        }
        switch ListReading.proceed(observation, with: page, askedAt: askedAt, pageSize: pageSize) {
        case .brokenOff:
            logger.warning(
                "provider list does not continue",
                metadata: ["entry": "\(peer.entry)", "host": "\(peer.host.name)"]
            )
            await index.strand(observation, key: peer.indexKey, view: view)
        case .observed(let next):
            await keep(page, observation: next, view: view, peer: peer, askedAt: askedAt)
            if view == .account, next.floor < observation.floor {
                await prune(next.floor..<observation.floor, observation: next, peer: peer)
            }
        }
    }

    private func page(
        of view: ListView,
        beforeID: RecordingID?,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) -> RecordingPage {
        let number: String? = if case .number(let number) = view { number } else { nil }
        let page = try await calls.list(peer, number: number, beforeID: beforeID, priority: priority, trace: trace)
        if page.unreadableCount > 0 {
            logger.warning(
                "provider list has unreadable items",
                metadata: ["entry": "\(peer.entry)", "host": "\(peer.host.name)", "items": "\(page.unreadableCount)"]
            )
        }
        return page
    }

    /// What a cancelled flight still brings is dropped: the entry may have been forgotten meanwhile.
    private func keep(
        _ page: RecordingPage,
        observation: Coverage.Observation,
        view: ListView,
        peer: DubberPeer,
        askedAt: Date
    ) async {
        if !Task.isCancelled {
            await index.learn(
                page.recordings,
                observation: observation,
                key: peer.indexKey,
                view: view,
                // The clock may have been set back since the first page: what is pruned is what was seen before that.
                seenAt: max(askedAt, observation.asOf)
            )
        }
    }

    private func prune(_ span: Range<Date>, observation: Coverage.Observation, peer: DubberPeer) async {
        await index.prune(peer.indexKey, startingIn: span, notSeenSince: observation.asOf)
    }
}
