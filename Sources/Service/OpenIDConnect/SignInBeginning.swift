internal import Crypto
internal import Foundation
internal import Recordings
internal import Sharing

/// What a browser keeps from the beginning of a sign-in to its end.
struct SignInBeginning: Codable, Sendable, Hashable {
    /// How long a sign-in may take, in seconds.
    static let lifetimeSeconds: TimeInterval = 600
    /// How random each of its secrets is, in bytes; 43 characters in base64url, which RFC 7636 §4.1 asks for.
    private static let secretBytes = 32

    /// Comes back in the address, so that the answer is one to this beginning (RFC 6749 §10.12).
    let state: String
    /// Comes back in the ID token (OpenID Connect Core 1.0 §15.5.2).
    let nonce: String
    /// Of PKCE (RFC 7636 §4.1).
    let verifier: String
    /// Path and query of the page to go on to.
    let target: String
    /// Seconds since 1970.
    let begunAt: TimeInterval

    init(target: LocalTarget, now: Date) {
        (state, nonce, verifier) = (Self.secret(), Self.secret(), Self.secret())
        self.target = target.text
        begunAt = now.timeIntervalSince1970
    }

    /// RFC 7636 §4.2, S256.
    var challenge: String { Data(SHA256.hash(data: Data(verifier.utf8))).base64URL }

    func isOver(now: Date) -> Bool { abs(now.timeIntervalSince1970 - begunAt) >= Self.lifetimeSeconds }

    private static func secret() -> String {
        SymmetricKey(size: SymmetricKeySize(bitCount: secretBytes * 8)).withUnsafeBytes { Data($0) }.base64URL
    }
}

/// Seals beginnings for the browsers that keep them, so that the service keeps nothing of a sign-in that nobody may ever end.
struct SignInSeal: Sendable {
    /// Of this process alone: a sign-in does not outlive it.
    private let key = SymmetricKey(size: .bits256)

    func seal(_ beginning: SignInBeginning) throws -> String {
        try AES.GCM.seal(JSONEncoder().encode(beginning), using: key).combined?.base64URL ?? ""
    }

    /// - Returns: `nil` for what was not sealed here, or was begun too long ago.
    func open(_ text: String, now: Date) -> SignInBeginning? {
        guard let data = Data(base64URL: text), let box = try? AES.GCM.SealedBox(combined: data),
            let json = try? AES.GCM.open(box, using: key),
            let beginning = try? JSONDecoder().decode(SignInBeginning.self, from: json)
        else { return nil }
        return beginning.isOver(now: now) ? nil : beginning
    }
}
