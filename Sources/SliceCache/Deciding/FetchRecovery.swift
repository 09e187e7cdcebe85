package import Recordings
package import Transport

/// How a fetch that failed is taken up again; pure.
///
/// The same address first, once, then a fresh one or the other host, as the cause suggests. Every byte that arrives makes the fetch young again;
/// only attempts that bring nothing are counted towards giving up, with a bound on all of them. An address that breaks off again and again is
/// left for another host all the same, where there is one: a few bytes at a time would use up that bound. A store that says it cannot serve just now is
/// asked again after a while, for as long as a listener has patience.
package struct FetchRecovery: Sendable {
    package enum Cause: Hashable, Sendable {
        case transport(TransportError)
        case reply(SliceReplyCheck)
    }

    package enum Step: Hashable, Sendable {
        /// The same address again, after so long.
        case sameLocation(after: Duration)
        /// Another address; where there is none the same again after so long, the one with the version that is read, or, when that is `nil`, the end.
        case otherLocation(RefusedAudioLocation.Cause, orSameAfter: Duration?)
        case giveUp(SliceCacheError)
    }

    /// Times that an address may break off before another host is preferred.
    package static let maximumBreaks = 4

    private let maximumFruitlessAttempts: Int
    private let maximumResumptions: Int
    private var patience: FetchPatience
    private let patienceAfterwards: FetchPatience
    private var fruitlessAttempts = 0
    private var resumptions = 0
    private var hasRetriedLocation = false
    /// Since the address was chosen.
    private var breaks = 0
    /// Since the last byte.
    private var waits = 0
    private var troubleSince: Duration?
    /// Whether a host is waited for, since the last byte.
    private var isAwaited = false
    /// What the failures mean to a listener, when no location is left: a host that failed leaves it open whether the recording exists, so its
    /// failure says more than another host's "not found" or another version; and one that says when it serves again says most.
    package private(set) var explanation: SliceCacheError?

    /// - Parameters:
    ///   - maximumFruitlessAttempts: attempts in a row that bring no byte.
    ///   - maximumResumptions: of all.
    ///   - patience: until the first byte comes.
    ///   - patienceAfterwards: from then on; `nil` for the same.
    package init(
        maximumFruitlessAttempts: Int,
        maximumResumptions: Int,
        patience: FetchPatience,
        patienceAfterwards: FetchPatience? = nil
    ) {
        self.maximumFruitlessAttempts = maximumFruitlessAttempts
        self.maximumResumptions = maximumResumptions
        self.patience = patience
        self.patienceAfterwards = patienceAfterwards ?? patience
    }

    /// Bytes arrived.
    package mutating func progressed() {
        fruitlessAttempts = 0
        hasRetriedLocation = false
        waits = 0
        troubleSince = nil
        isAwaited = false
        patience = patienceAfterwards
    }

    /// Decides after a failure.
    ///
    /// - Parameters:
    ///   - cause: the failure.
    ///   - elapsed: time since some fixed moment.
    /// - Returns: what to do.
    package mutating func step(after cause: Cause, elapsed: Duration) -> Step {
        resumptions += 1
        let waited = elapsed - (troubleSince ?? elapsed)
        troubleSince = troubleSince ?? elapsed
        let (means, error) = Self.judge(cause)
        explain(error, isWeak: Self.isWeak(cause))
        guard resumptions <= maximumResumptions else { return .giveUp(explanation ?? error) }
        switch means {
        case .over:
            return .giveUp(error)
        case .other(let refusal):
            guard countFruitless() else { return .giveUp(explanation ?? error) }
            (hasRetriedLocation, breaks) = (false, 0)
            return .otherLocation(refusal, orSameAfter: nil)
        case .brokeOff:
            return afterBreak(error, waited: waited)
        case .busy(let retryAfterSeconds):
            return afterBusy(retryAfterSeconds, waited: waited)
        case .otherVersion:
            // The host whose version is read may only be down.
            (hasRetriedLocation, breaks) = (false, 0)
            return .otherLocation(.failed, orSameAfter: isAwaited ? delay(nil, waited: waited) : nil)
        }
    }

    private mutating func afterBreak(_ error: SliceCacheError, waited: Duration) -> Step {
        breaks += 1
        if !hasRetriedLocation, breaks < Self.maximumBreaks {
            guard countFruitless() else { return .giveUp(explanation ?? error) }
            hasRetriedLocation = true
            return .sameLocation(after: .zero)
        }
        defer { (hasRetriedLocation, breaks) = (false, 0) }
        guard hasRetriedLocation else { return .otherLocation(.failed, orSameAfter: .zero) }
        guard patience.coversConnections else {
            return countFruitless() ? .otherLocation(.failed, orSameAfter: nil) : .giveUp(explanation ?? error)
        }
        isAwaited = true
        return .otherLocation(.failed, orSameAfter: delay(nil, waited: waited))
    }

    private mutating func afterBusy(_ retryAfterSeconds: Int?, waited: Duration) -> Step {
        let delay = delay(retryAfterSeconds, waited: waited)
        isAwaited = true
        if !hasRetriedLocation, let delay, delay <= FetchPatience.briefDelay {
            hasRetriedLocation = true
            return .sameLocation(after: delay)
        }
        hasRetriedLocation = false
        return .otherLocation(.failed, orSameAfter: delay)
    }

    private mutating func delay(_ retryAfterSeconds: Int?, waited: Duration) -> Duration? {
        let delay = patience.delay(retryAfterSeconds: retryAfterSeconds, waits: waits, waited: waited)
        if delay != nil { waits += 1 }
        return delay
    }

    /// - Returns: whether one more attempt may bring nothing.
    private mutating func countFruitless() -> Bool {
        fruitlessAttempts += 1
        return fruitlessAttempts < maximumFruitlessAttempts
    }

    private mutating func explain(_ error: SliceCacheError, isWeak: Bool) {
        switch (explanation, error) {
        case (.storeBusy(let earlier), .storeBusy(let later)):
            explanation = .storeBusy(retryAfterSeconds: min(earlier, later))
        case (.storeBusy, _):
            break
        default:
            if explanation == nil || !isWeak { explanation = error }
        }
    }

    private static func isWeak(_ cause: Cause) -> Bool {
        switch cause {
        case .reply(.missing), .reply(.gone), .reply(.changed): true
        case .reply, .transport: false
        }
    }

    private enum Meaning {
        case over
        /// The connection, after which the same address may serve at once.
        case brokeOff
        case busy(retryAfterSeconds: Int?)
        case otherVersion
        /// The address does not serve.
        case other(RefusedAudioLocation.Cause)
    }

    private static func judge(_ cause: Cause) -> (Meaning, SliceCacheError) {
        switch cause {
        case .transport(.cancelled), .transport(.stopped):
            (.over, .cancelled)
        case .transport(.overloaded):
            (.over, .overloaded)
        case .transport(.brokenOff), .transport(.stalled), .transport(.connectFailed), .transport(.protocolViolation):
            // What cannot be read as an answer may be left over of the one before, of a store that sent more than it said.
            (.brokeOff, .storeUnreachable)
        case .transport(.refusedByEgress), .transport(.invalidURL), .transport(.redirectRefused),
            .transport(.tooManyRedirects):
            (.other(.refused), .storeRefused)
        case .transport:
            (.other(.failed), .storeUnreachable)
        case .reply(.expired):
            (.other(.expired), .storeUnreachable)
        case .reply(.gone):
            (.other(.gone), .notFound)
        case .reply(.missing):
            (.other(.missing), .notFound)
        case .reply(.busy(let seconds)):
            (.busy(retryAfterSeconds: seconds), seconds.map { .storeBusy(retryAfterSeconds: $0) } ?? .storeUnreachable)
        case .reply(.changed):
            (.otherVersion, .storeRefused)
        case .reply(.refused(.status)):
            (.other(.refused), .storeUnreachable)
        case .reply:
            (.other(.refused), .storeRefused)
        }
    }
}
