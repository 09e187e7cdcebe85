internal import Foundation
internal import Logging
internal import Recordings
internal import Sharing
internal import Synchronization

/// Reads the provider's lists into the index, one page at a time; who wants the same page waits for the one under way.
final class ListReader: Sendable {
    /// A page that took longer tells nothing: the clock was set.
    private static let longestPageSeconds: TimeInterval = 120
    /// How much the latest page counts of all.
    private static let latestPageShare = 0.2

    private let pages: ListPages
    private let index: any RecordingIndex
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let flights = SharedFlights<Flight, Traced<Void>>()
    private let lastPageSeconds = Mutex(1.0)

    /// A page under way.
    private struct Flight: Hashable {
        enum Page: Hashable {
            case head
            case after(RecordingID?, asOf: Date)
            case number(String)
        }

        let account: IndexKey
        let page: Page

        init(_ step: LookupStep, account: IndexKey) {
            self.account = account
            page =
                switch step {
                case .head: .head
                case .extend(let observation, _): .after(observation.cursor, asOf: observation.asOf)
                case .number(let number, _): .number(number)
                }
        }
    }

    init(
        pages: ListPages,
        index: any RecordingIndex,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.pages = pages
        self.index = index
        self.logger = logger
        self.now = now
    }

    /// About how long a page takes, from asking for it until it is kept, its turn included.
    var pageSeconds: TimeInterval { lastPageSeconds.withLock { $0 } }

    /// How long pages a host gives.
    func sizing(of peer: DubberPeer) -> PageSizing { pages.sizing(of: peer) }

    /// Takes a step, or waits for it where somebody takes it already: the caller looks again and plans anew.
    func take(
        _ step: LookupStep,
        peer: DubberPeer,
        priority: QuotaPriority = .availability,
        trace: CallTrace
    ) async throws(DubberError) {
        let shared = await flights.join(Flight(step, account: peer.indexKey)) {
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
        flights.cancel { $0.account.entry == entry }
        pages.forget(entry)
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
        case .extend(let observation, let count):
            let coverage = await coverage(.account, peer: peer)
            if coverage.observations.contains(observation) {
                try await readOn(
                    observation,
                    view: .account,
                    count: count,
                    peer: peer,
                    priority: priority,
                    trace: trace
                )
            }
        case .number(let number, let since):
            let coverage = await coverage(.number(number), peer: peer)
            if let observation = coverage.extendable(since: since) {
                try await readOn(
                    observation,
                    view: .number(number),
                    count: pages.usualSize,
                    peer: peer,
                    priority: priority,
                    trace: trace
                )
            } else if !coverage.isBegun(since: since) {
                try await readHead(of: .number(number), peer: peer, priority: priority, trace: trace)
            }
        }
    }

    private func coverage(_ view: ListView, peer: DubberPeer) async -> Coverage {
        switch view {
        case .account:
            return await index.lists(of: peer.indexKey, numbers: []).believed(at: now()).coverage
        case .number(let number):
            let lists = await index.lists(of: peer.indexKey, numbers: [number]).believed(at: now())
            return lists.numbers[number] ?? Coverage()
        }
    }

    private func readHead(
        of view: ListView,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) {
        let askedAt = now()
        let size = pages.usualSize
        let page = try await pages.page(of: view, count: size, peer: peer, priority: priority, trace: trace)
        let observation = ListReading.begin(page, askedAt: askedAt, pageSize: size)
        let shown = observation.floor < .distantFuture ? observation.floor..<Date.distantFuture : nil
        await keep(page, observation: observation, view: view, shown: shown, peer: peer, askedAt: askedAt)
    }

    private func readOn(
        _ observation: Coverage.Observation,
        view: ListView,
        count: Int,
        peer: DubberPeer,
        priority: QuotaPriority,
        trace: CallTrace
    ) async throws(DubberError) {
        let askedAt = now()
        let size = pages.usualSize
        guard let cursor = ListReading.cursor(of: observation, now: askedAt) else {
            await index.take(.stranded(observation, view), key: peer.indexKey)
            return
        }
        let (page, asked): (RecordingPage, Int)
        do {
            (page, asked) = try await pages.further(
                of: view,
                beforeID: cursor,
                count: ListReading.count(count, after: observation, now: askedAt, pageSize: size),
                peer: peer,
                priority: priority,
                trace: trace
            )
        } catch .requestRefused, .notFound {
            // The head of the list was readable, so it is the cursor that is gone.
            await index.take(.stranded(observation, view), key: peer.indexKey)
            return
        }
        let isLong = asked > size
        switch ListReading.proceed(observation, with: page, askedAt: askedAt, pageSize: size, isLong: isLong) {
        case .brokenOff:
            logger.warning(
                "provider list does not continue",
                metadata: ["entry": "\(peer.entry)", "host": "\(peer.host.name)"]
            )
            await index.take(.stranded(observation, view), key: peer.indexKey)
        case .observed(let next):
            let shown = next.floor < observation.floor ? next.floor..<observation.floor : nil
            if view == .account {
                pages.learn(page, asked: asked, after: observation, next: next, peer: peer)
            }
            await keep(page, observation: next, view: view, shown: shown, peer: peer, askedAt: askedAt)
        }
    }

    /// What a cancelled flight still brings is dropped: the entry may have been forgotten meanwhile.
    private func keep(
        _ page: RecordingPage,
        observation: Coverage.Observation,
        view: ListView,
        shown: Range<Date>?,
        peer: DubberPeer,
        askedAt: Date
    ) async {
        guard !Task.isCancelled else {
            return
        }
        let learned = LearnedPage(
            page.recordings,
            observation: observation,
            view: view,
            // The clock may have been set back since the first page: what is gone is what was seen before that.
            seenAt: max(askedAt, observation.asOf),
            shown: view == .account ? shown : nil
        )
        await index.take(.learned(learned), key: peer.indexKey)
        let seconds = now().timeIntervalSince(askedAt)
        if (0...Self.longestPageSeconds).contains(seconds) {
            lastPageSeconds.withLock { $0 += (seconds - $0) * Self.latestPageShare }
        }
    }
}
