internal import Foundation
internal import Recordings
internal import Sharing

/// Which account an entry's credentials belong to, where the host field does not say: asked once of `/profile`, and remembered.
final class AccountDirectory: Sendable {
    private enum Known: Sendable {
        case account(String)
        case unknown(until: Date)
    }

    private let wire: DubberWire
    private let known: RecentTable<IndexKey, Known>
    private let flights = SharedFlights<IndexKey, Traced<String>>()

    init(wire: DubberWire) {
        self.wire = wire
        known = RecentTable(capacity: wire.configuration.maximumAccounts)
    }

    /// Finds the account's slug.
    ///
    /// - Parameters:
    ///   - peer: whose account.
    ///   - trace: takes the calls made.
    ///   - profile: asks the host for its profile.
    /// - Returns: the slug.
    /// - Throws: ``DubberError/accountUnknown``, also from memory for a while; or what the request came to.
    func account(
        of peer: DubberPeer,
        trace: CallTrace,
        profile: @escaping @Sendable (CallTrace) async throws(DubberError) -> [UInt8]
    ) async throws(DubberError) -> String {
        if let account = try remembered(peer) {
            return account
        }
        let shared = await flights.join(peer.indexKey) {
            await Traced { trace throws(DubberError) in
                if let account = try self.remembered(peer) {
                    return account
                }
                return try await self.ask(peer, trace: trace, profile: profile)
            }
        }
        guard let shared else {
            throw .cancelled
        }
        return try shared.get(trace)
    }

    func forget(_ entry: CallRecIntGUID) {
        flights.cancel { $0.entry == entry }
        known.removeAll { key, _ in key.entry == entry }
    }

    private func remembered(_ peer: DubberPeer) throws(DubberError) -> String? {
        switch known[peer.indexKey] {
        case .account(let account): return account
        case .unknown(let until) where wire.now() < until: throw .accountUnknown
        case .unknown, nil: return nil
        }
    }

    private func ask(
        _ peer: DubberPeer,
        trace: CallTrace,
        profile: @Sendable (CallTrace) async throws(DubberError) -> [UInt8]
    ) async throws(DubberError) -> String {
        do {
            let account = try ProfileReply.account(try await profile(trace))
            known[peer.indexKey] = .account(account)
            return account
        } catch .accountUnknown, .notFound {
            let until = wire.now().addingTimeInterval(wire.configuration.refusalCoolDown / .seconds(1))
            known[peer.indexKey] = .unknown(until: until)
            throw .accountUnknown
        }
    }
}
