internal import SliceCache

extension ServiceCounters {
    /// An audio answer broke off after its head, which no other place hears of.
    ///
    /// - Parameter error: what broke it off; of the listener's leaving nothing is counted.
    /// - Returns: why, when that was on the service's side.
    func brokeOff(by error: any Error) -> String? {
        guard let reason = PlaybackRight.reason(of: error) else { return nil }
        if error as? SliceCacheError != .cancelled { failures.add(reason, isAudio: true) }
        return reason
    }
}
