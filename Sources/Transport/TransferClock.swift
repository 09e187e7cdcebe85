/// Which limit of time a transfer is under, and when it runs out; pure.
package struct TransferClock {
    package typealias Instant = ContinuousClock.Instant

    package enum Stage: Hashable {
        case waiting
        case connecting
        case awaitingHead
        case receiving
        /// The reader has not taken what came: the peer is not to blame, and only the total limit counts.
        case paused
    }

    private let limits: TransferLimits
    private let maximumWait: Duration
    /// When the total limit ends; shared by all hops of a redirected request.
    private let deadline: Instant?
    package private(set) var stage = Stage.waiting
    private var lastProgress: Instant

    package init(limits: TransferLimits, maximumWait: Duration, deadline: Instant?, now: Instant) {
        self.limits = limits
        self.maximumWait = maximumWait
        self.deadline = deadline
        self.lastProgress = now
    }

    package mutating func enter(_ stage: Stage, now: Instant) {
        self.stage = stage
        lastProgress = now
    }

    /// Bytes came: the stage's time begins anew.
    package mutating func progressed(now: Instant) {
        lastProgress = now
    }

    /// When the transfer fails unless something happens before, and with what; `nil` when it may take for ever.
    package var limit: (at: Instant, error: TransportError)? {
        let stageLimit: (at: Instant, error: TransportError)? =
            switch stage {
            case .waiting: (lastProgress + maximumWait, .overloaded)
            case .connecting: (lastProgress + limits.connect, .connectTimedOut)
            case .awaitingHead: (lastProgress + limits.firstByte, .firstByteTimedOut)
            case .receiving: (lastProgress + limits.stall, .stalled)
            case .paused: nil
            }
        guard let deadline else {
            return stageLimit
        }
        if let stageLimit, stageLimit.at <= deadline {
            return stageLimit
        }
        return (deadline, .totalTimedOut)
    }

    /// The limit that has run out, if one has.
    package func overdue(now: Instant) -> TransportError? {
        guard let limit, limit.at <= now else {
            return nil
        }
        return limit.error
    }
}
