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
    let counters: SliceCacheCounters
    let logger: Logger
}
