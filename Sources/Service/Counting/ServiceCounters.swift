/// What the service has done since its start and who listens, counted once for metrics and the live page alike.
final class ServiceCounters: Sendable {
    let audio = AudioTallies()
    let failures = FailureCounts()
    let listeners = Listeners()

    /// Something other than audio was refused or failed.
    ///
    /// - Parameter code: stable and of our own making.
    func failed(_ code: String) {
        failures.add(code, isAudio: false)
    }

    var totals: LiveTotals {
        LiveTotals(audio: audio.totals, errors: failures.all)
    }
}
