internal import Logging
internal import Recordings
internal import Transport

/// Everything that a fetch of one recording needs.
struct AudioSource: Sendable {
    let origin: any AudioOrigin
    /// Whose audio it is.
    let entry: CallRecIntGUID
    let client: HTTPClient
    let transferLimits: TransferLimits
    let pace: Pace
    let unixNow: @Sendable () -> Int64
    /// Until the first byte of a fetch comes.
    private(set) var patience: FetchPatience
    let bodyPatience: FetchPatience
    let counters: SliceCacheCounters
    let logger: Logger

    /// The same for who has begun to listen.
    var withinBody: AudioSource {
        var source = self
        source.patience = bodyPatience
        return source
    }
}
