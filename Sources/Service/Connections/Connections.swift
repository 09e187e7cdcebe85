internal import Logging
internal import NIOCore
internal import Synchronization

/// The connections there are, in all and from each address.
final class Connections: Sendable {
    /// Connections that are told of their refusal; more are closed without a word.
    static let maximumRefusing = 256

    private struct State {
        var total = 0
        var byAddress: [String: Int] = [:]
        var refusing = 0
        /// Refusals since the log told of them.
        var untold = 0
        var toldAt: NIODeadline?
    }

    /// What becomes of a new connection.
    enum Admission: Sendable, Hashable {
        case admitted
        /// It is told so.
        case refused
        /// It is closed.
        case dropped
    }

    private static let timeBetweenLogLines = TimeAmount.seconds(10)

    private let settings: RunningSettings
    private let logger: Logger
    private let state = Mutex(State())

    init(settings: RunningSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Counts a new connection until it closes.
    func admit(_ channel: any Channel) -> Admission {
        let limits = settings.values.limits
        let address = channel.remoteAddress?.ipAddress ?? "unknown"
        let isCounted = !limits.proxyAddresses.contains(address)
        let admission = state.withLock { state in
            let ofAddress = state.byAddress[address, default: 0]
            let isOverAddress =
                isCounted && limits.connectionsPerAddress > 0 && ofAddress >= limits.connectionsPerAddress
            guard state.total < limits.connections, !isOverAddress else {
                guard state.refusing < Self.maximumRefusing else { return Admission.dropped }
                state.refusing += 1
                return .refused
            }
            state.total += 1
            if isCounted { state.byAddress[address] = ofAddress + 1 }
            return .admitted
        }
        if admission != .admitted { tellOfRefusal() }
        channel.closeFuture.whenComplete { [self] _ in leave(address, admission, isCounted: isCounted) }
        return admission
    }

    private func leave(_ address: String, _ admission: Admission, isCounted: Bool) {
        state.withLock { state in
            switch admission {
            case .admitted:
                state.total -= 1
                guard isCounted, let count = state.byAddress[address] else { return }
                state.byAddress[address] = count > 1 ? count - 1 : nil
            case .refused: state.refusing -= 1
            case .dropped: break
            }
        }
    }

    /// One line now and then, however many are refused.
    private func tellOfRefusal() {
        let now = NIODeadline.now()
        let count: Int? = state.withLock { state in
            state.untold += 1
            if let toldAt = state.toldAt, now - toldAt < Self.timeBetweenLogLines { return nil }
            defer { state.untold = 0 }
            state.toldAt = now
            return state.untold
        }
        guard let count else { return }
        logger.warning("connections refused, there are too many", metadata: ["connections": "\(count)"])
    }
}
