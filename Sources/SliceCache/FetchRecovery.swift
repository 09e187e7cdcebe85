package import Recordings
package import Transport

/// How a fetch that failed is taken up again; pure.
///
/// The same address first, once, then a fresh one or the other host, as the cause suggests. Every byte that arrives makes the fetch young again;
/// only attempts that bring nothing are counted towards giving up, with a bound on all of them. An address that breaks off again and again is
/// left for another host all the same, where there is one: a few bytes at a time would use up that bound.
package struct FetchRecovery: Sendable {
    package enum Cause: Hashable, Sendable {
        case transport(TransportError)
        case reply(SliceReplyCheck)
    }

    package enum Step: Hashable, Sendable {
        case sameLocation
        case otherLocation(RefusedAudioLocation.Cause)
        /// Another host if there is one, else the same address.
        case otherLocationIfAny
        case giveUp(SliceCacheError)
    }

    /// Times that an address may break off before another host is preferred.
    package static let maximumBreaks = 4

    private let maximumFruitlessAttempts: Int
    private let maximumResumptions: Int
    private var fruitlessAttempts = 0
    private var resumptions = 0
    private var hasRetriedLocation = false
    /// Since the address was chosen.
    private var breaks = 0
    /// What the failures mean to a listener, when no location is left: a host that failed leaves it open whether the recording exists, so its
    /// failure says more than another host's "not found" or another version.
    package private(set) var explanation: SliceCacheError?

    package init(maximumFruitlessAttempts: Int, maximumResumptions: Int) {
        self.maximumFruitlessAttempts = maximumFruitlessAttempts
        self.maximumResumptions = maximumResumptions
    }

    /// Bytes arrived.
    package mutating func progressed() {
        fruitlessAttempts = 0
        hasRetriedLocation = false
    }

    /// Decides after a failure.
    package mutating func step(after cause: Cause) -> Step {
        fruitlessAttempts += 1
        resumptions += 1
        let (next, error) = Self.judge(cause)
        if explanation == nil || !Self.isWeak(cause) { explanation = error }
        if case .giveUp = next { return next }
        guard fruitlessAttempts < maximumFruitlessAttempts, resumptions <= maximumResumptions else {
            return .giveUp(explanation ?? error)
        }
        if case .sameLocation = next {
            breaks += 1
            if !hasRetriedLocation, breaks < Self.maximumBreaks {
                hasRetriedLocation = true
                return next
            }
            defer { (hasRetriedLocation, breaks) = (false, 0) }
            return hasRetriedLocation ? .otherLocation(.failed) : .otherLocationIfAny
        }
        (hasRetriedLocation, breaks) = (false, 0)
        return next
    }

    private static func isWeak(_ cause: Cause) -> Bool {
        switch cause {
        case .reply(.missing), .reply(.changed): true
        case .reply, .transport: false
        }
    }

    private static func judge(_ cause: Cause) -> (Step, SliceCacheError) {
        switch cause {
        case .transport(.cancelled), .transport(.stopped):
            (.giveUp(.cancelled), .cancelled)
        case .transport(.overloaded):
            (.giveUp(.overloaded), .overloaded)
        case .transport(.brokenOff), .transport(.stalled), .transport(.connectFailed):
            (.sameLocation, .storeUnreachable)
        case .transport(.refusedByEgress), .transport(.invalidURL):
            (.otherLocation(.failed), .storeRefused)
        case .transport:
            (.otherLocation(.failed), .storeUnreachable)
        case .reply(.expired):
            (.otherLocation(.expired), .storeUnreachable)
        case .reply(.missing):
            (.otherLocation(.missing), .notFound)
        case .reply(.refused(.status)):
            (.otherLocation(.failed), .storeUnreachable)
        case .reply:
            (.otherLocation(.failed), .storeRefused)
        }
    }
}
