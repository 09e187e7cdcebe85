internal import Foundation
internal import JWTKit
internal import Registry
internal import Sharing

/// What an ID token says.
struct IDTokenClaims: JWTPayload, Hashable {
    let values: [String: JSONValue]

    init(_ values: [String: JSONValue]) {
        self.values = values
    }

    init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: JSONValue].self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }

    /// The claims are for ``check(_:now:)`` to look at, which knows what to hold them against.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// What the claims are held against.
    struct Expectation: Sendable {
        let issuer: String
        let clientID: String
        let nonce: String
    }

    /// How far the provider's clock may differ, in seconds.
    static let leewaySeconds: TimeInterval = 60

    /// Holds the claims against what they must be.
    ///
    /// Source: OpenID Connect Core 1.0 §3.1.3.7, steps 2 to 5 and 9 to 11; RFC 7519 §4.1.
    func check(_ expectation: Expectation, now: Date) throws(IDTokenFault) {
        guard values["iss"]?.text == expectation.issuer else { throw .issuer }
        let audience = values["aud"]?.texts ?? []
        guard audience.contains(expectation.clientID) else { throw .audience }
        let party = values["azp"]
        guard party == nil ? audience.count == 1 : party?.text == expectation.clientID else { throw .authorizedParty }
        let seconds = now.timeIntervalSince1970
        guard let expiry = values["exp"]?.number, seconds < expiry + Self.leewaySeconds else { throw .expired }
        guard let issued = values["iat"]?.number, issued <= seconds + Self.leewaySeconds else { throw .early }
        if let start = values["nbf"] {
            guard let start = start.number, start <= seconds + Self.leewaySeconds else { throw .early }
        }
        guard let nonce = values["nonce"]?.text, SameText.isSame(nonce, expectation.nonce) else { throw .nonce }
        guard values["sub"]?.text.map({ !$0.isEmpty }) == true else { throw .subject }
    }
}
