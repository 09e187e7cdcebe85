internal import Foundation
internal import Recordings
internal import Sharing

/// When the provider last said, by a webhook, that an account's recordings had changed.
final class HookNotices: Sendable {
    private struct Notice: Sendable {
        var noticedAt: Date
        var readAt: Date
    }

    private let notices: RecentTable<IndexKey, Notice>

    init(capacity: Int) {
        notices = RecentTable(capacity: capacity)
    }

    /// Takes note of an event.
    ///
    /// - Parameters:
    ///   - key: whose account.
    ///   - now: when it was heard of.
    ///   - pauseSeconds: between two readings of the list for events' sake.
    /// - Returns: whether the list is to be read at once.
    func note(_ key: IndexKey, now: Date, pauseSeconds: TimeInterval) -> Bool {
        notices.update(key) { notice in
            let readAt = notice?.readAt ?? .distantPast
            let isDue = readAt > now || now.timeIntervalSince(readAt) >= pauseSeconds
            notice = Notice(noticedAt: now, readAt: isDue ? now : readAt)
            return isDue
        }
    }

    /// The segments, with older "not found" answers made void where a recording may have arrived since.
    func applied(
        to wants: [SegmentWant],
        peer: DubberPeer,
        configuration: DubberConfiguration,
        now: Date
    ) -> [SegmentWant] {
        // One from the future was noticed while the clock was ahead; what was read then is not believed either.
        guard let notice = notices[peer.indexKey], notice.noticedAt <= now else {
            return wants
        }
        let latestArrivalSeconds = configuration.latestArrival / .seconds(1)
        return wants.map { want in
            var want = want
            want.notice(notice.noticedAt, latestArrivalSeconds: latestArrivalSeconds)
            return want
        }
    }

    func forget(_ entry: CallRecIntGUID) {
        notices.removeAll { key, _ in key.entry == entry }
    }
}
