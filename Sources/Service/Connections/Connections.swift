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
        var refusals = SeldomLine()
        var brokenHeaders = SeldomLine()

        /// Counts one more of an address, if that may have one more; 0 for no limit.
        mutating func add(_ address: String, maximum: Int) -> Bool {
            let count = byAddress[address, default: 0]
            guard maximum == 0 || count < maximum else { return false }
            byAddress[address] = count + 1
            return true
        }

        mutating func remove(_ address: String) {
            guard let count = byAddress[address] else { return }
            byAddress[address] = count > 1 ? count - 1 : nil
        }
    }

    /// What becomes of a new connection.
    enum Admission: Sendable, Hashable {
        case admitted
        /// It is told so.
        case refused
        /// It is closed.
        case dropped
    }

    private let settings: RunningSettings
    private let logger: Logger
    private let state = Mutex(State())

    init(settings: RunningSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// How many there are, without those that are being refused.
    var count: Int { state.withLock { $0.total } }

    /// Whether a connection comes from a trusted proxy, and may begin with the PROXY protocol.
    func isFromProxy(_ peer: PeerAddress) -> Bool {
        peer.text.map { settings.values.limits.proxyAddresses.contains($0) } ?? false
    }

    /// Counts a new connection until it closes; those of a proxy are no address's until they announce one.
    func admit(_ channel: any Channel, from peer: PeerAddress) -> Admission {
        let limits = settings.values.limits
        let address = peer.text ?? "unknown"
        let isCounted = !limits.proxyAddresses.contains(address)
        let admission = state.withLock { state in
            guard state.total < limits.connections,
                !isCounted || state.add(address, maximum: limits.connectionsPerAddress)
            else {
                guard state.refusing < Self.maximumRefusing else { return Admission.dropped }
                state.refusing += 1
                return .refused
            }
            state.total += 1
            return .admitted
        }
        if admission != .admitted { tellOfRefusal() }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock { state in
                switch admission {
                case .admitted:
                    state.total -= 1
                    if isCounted { state.remove(address) }
                case .refused: state.refusing -= 1
                case .dropped: break
                }
            }
        }
        return admission
    }

    /// Counts a proxy's connection as one of the address that it announces, until it closes.
    ///
    /// - Returns: whether the address may have it; another proxy's are not counted.
    func count(_ channel: any Channel, as address: String) -> Bool {
        let limits = settings.values.limits
        guard !limits.proxyAddresses.contains(address) else { return true }
        guard state.withLock({ $0.add(address, maximum: limits.connectionsPerAddress) }) else {
            tellOfRefusal()
            return false
        }
        channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.remove(address) } }
        return true
    }

    private func tellOfRefusal() {
        guard let count = state.withLock({ $0.refusals.happened(now: .now()) }) else { return }
        logger.warning("connections refused, there are too many", metadata: ["connections": "\(count)"])
    }

    /// A proxy's connection began as the PROXY protocol has it, and went on otherwise.
    func tellOfBrokenHeader(from peer: PeerAddress) {
        guard let count = state.withLock({ $0.brokenHeaders.happened(now: .now()) }) else { return }
        logger.warning(
            "connections of a proxy closed, their PROXY header is broken",
            metadata: ["proxy": "\(peer.text ?? "unknown")", "connections": "\(count)"]
        )
    }
}
