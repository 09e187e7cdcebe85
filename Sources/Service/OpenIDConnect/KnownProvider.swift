internal import Foundation
internal import Sharing
internal import Synchronization

/// What is known of the identity provider: its addresses and keys, fetched when they are needed, by one for all who wait.
final class KnownProvider: Sendable {
    /// How long what was fetched counts, in seconds.
    static let keptSeconds: TimeInterval = 3_600
    /// Keys are fetched anew for a token of an unknown one, but not sooner after the last time, in seconds.
    static let keysPauseSeconds: TimeInterval = 30

    private typealias Fetched<Value> = (value: Value, at: Date)
    private typealias Bytes = Result<[UInt8], OpenIDConnectFailure>

    private struct State: Sendable {
        var metadata: Fetched<ProviderMetadata>?
        var keys: Fetched<ProviderKeys>?
    }

    private let issuer: String
    private let calls: ProviderCalls
    private let now: @Sendable () -> Date
    private let state = Mutex(State())
    private let flights = SharedFlights<String, Bytes>()

    init(issuer: String, calls: ProviderCalls, now: @escaping @Sendable () -> Date) {
        self.issuer = issuer
        self.calls = calls
        self.now = now
    }

    /// - Throws: `providerUnreachable`, `discoveryRefused`.
    func metadata() async throws(OpenIDConnectFailure) -> ProviderMetadata {
        if let known = state.withLock({ $0.metadata }), isFresh(known.at, Self.keptSeconds) { return known.value }
        let json = try await fetch(ProviderMetadata.address(of: issuer))
        let metadata = try ProviderMetadata(json: json, issuer: issuer)
        state.withLock { $0.metadata = (metadata, now()) }
        return metadata
    }

    /// The claims of a token that the provider signed.
    ///
    /// - Throws: `providerUnreachable`, `discoveryRefused`, `tokenRefused`.
    func claims(of token: String) async throws(OpenIDConnectFailure) -> IDTokenClaims {
        do throws(IDTokenFault) {
            return try await known(within: Self.keptSeconds).claims(of: token)
        } catch {
            guard error == .keyUnknown else { throw .tokenRefused(error) }
        }
        // The provider may have begun to sign with a new key (OpenID Connect Core 1.0 §10.1.1).
        let keys = try await keys()
        do throws(IDTokenFault) {
            return try await keys.claims(of: token)
        } catch {
            throw .tokenRefused(error)
        }
    }

    private func known(within seconds: TimeInterval) -> ProviderKeys {
        guard let known = state.withLock({ $0.keys }), isFresh(known.at, seconds) else { return .none }
        return known.value
    }

    /// The keys, fetched unless they were just now.
    private func keys() async throws(OpenIDConnectFailure) -> ProviderKeys {
        if let known = state.withLock({ $0.keys }), isFresh(known.at, Self.keysPauseSeconds) { return known.value }
        let keys = try ProviderKeys(json: try await fetch(try await metadata().keysAddress))
        state.withLock { $0.keys = (keys, now()) }
        return keys
    }

    private func fetch(_ address: String) async throws(OpenIDConnectFailure) -> [UInt8] {
        let bytes = await flights.join(address) { [calls] in
            do throws(OpenIDConnectFailure) {
                return .success(try await calls.get(address))
            } catch {
                return .failure(error)
            }
        }
        guard let bytes else { throw .providerUnreachable }
        return try bytes.get()
    }

    private func isFresh(_ fetchedAt: Date, _ seconds: TimeInterval) -> Bool {
        abs(now().timeIntervalSince(fetchedAt)) < seconds
    }
}
