internal import Recordings
internal import Sharing

/// What the service has done since its start and who listens, counted once for metrics and the live page alike.
final class ServiceCounters: Sendable {
    let audio = AudioTallies()
    let failures = FailureCounts()
    let listeners = Listeners()
    private let called = RecentTable<CallRecIntGUID, Bool>(capacity: ActiveEntries.maximum)

    /// Something other than audio was refused or failed.
    ///
    /// - Parameter code: stable and of our own making.
    func failed(_ code: String) {
        failures.add(code, isAudio: false)
    }

    /// The provider was asked through an entry.
    func called(_ entry: CallRecIntGUID) {
        called[entry] = true
    }

    /// The entries through which the provider was asked last, in no order.
    var calledEntries: [CallRecIntGUID] { called.keys }

    var totals: LiveTotals {
        LiveTotals(audio: audio.totals, errors: failures.all)
    }
}
