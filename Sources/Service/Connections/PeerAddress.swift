internal import NIOCore
internal import Synchronization

/// Whose a connection is: of the address that it comes from, or of the one that a trusted proxy announced at its beginning.
final class PeerAddress: Sendable {
    /// Of the connection whose requests a task answers.
    @TaskLocal static var current: PeerAddress?

    private let known: Mutex<String?>

    /// The address that a connection comes from.
    init(of channel: any Channel) {
        let address = channel.remoteAddress?.ipAddress
        known = Mutex(address.map { ForwardedAddress.canonical($0) ?? $0 })
    }

    /// Canonical, without a port; `nil` where there is none.
    var text: String? { known.withLock { $0 } }

    /// From now on it is the address that a proxy announced, which is canonical.
    func announce(_ address: String) {
        known.withLock { $0 = address }
    }
}
