internal import Crypto
internal import Foundation
package import Recordings

/// The sessions on which somebody has signed in; decides who makes room when there are too many.
struct Sessions {
    /// Who signed in, and by which password.
    struct SignedIn: Hashable {
        let username: String
        /// Of what the password was verified with then: a session ends when that is replaced.
        let password: PasswordMark
    }

    private struct Session {
        let signedIn: SignedIn
        var lastUsedAt: Date
    }

    private let limits: SessionLimits
    private var sessions: [String: Session] = [:]

    init(limits: SessionLimits) {
        self.limits = limits
    }

    var count: Int { sessions.count }

    /// Keeps a session; when its user has too many, or all have, the one that was not used for longest goes.
    ///
    /// - Returns: the ids of those that ended.
    mutating func add(_ id: String, _ signedIn: SignedIn, now: Date) -> [String] {
        var ended: [String] = []
        if sessions.count >= limits.count {
            ended += sessions.filter { isOver($0.value, now) }.keys
            for id in ended { sessions[id] = nil }
        }
        let own = sessions.filter { $0.value.signedIn.username == signedIn.username }
        let candidates = own.count >= limits.perUser ? own : sessions.count >= limits.count ? sessions : [:]
        if let oldest = candidates.min(by: { $0.value.lastUsedAt < $1.value.lastUsedAt })?.key {
            sessions[oldest] = nil
            ended.append(oldest)
        }
        sessions[id] = Session(signedIn: signedIn, lastUsedAt: now)
        return ended
    }

    /// Who signed in on a session; using it keeps it from becoming idle.
    ///
    /// - Returns: `nil` when nobody did, or it is over.
    mutating func use(_ id: String, now: Date) -> SignedIn? {
        guard let session = sessions[id], !isOver(session, now) else { return nil }
        sessions[id]?.lastUsedAt = now
        return session.signedIn
    }

    /// Whether somebody has signed in; does not count as use.
    func contains(_ id: String, now: Date) -> Bool {
        sessions[id].map { !isOver($0, now) } ?? false
    }

    /// - Returns: whether there was one, idle or not.
    mutating func remove(_ id: String) -> Bool {
        sessions.removeValue(forKey: id) != nil
    }

    private func isOver(_ session: Session, _ now: Date) -> Bool {
        now.timeIntervalSince(session.lastUsedAt) >= limits.idleSeconds
    }
}

/// Tells whether a password is still the same, and nothing else about it.
package struct PasswordMark: Hashable, Sendable {
    /// Of this process alone.
    private static let key = SymmetricKey(size: .bits256)

    private let code: [UInt8]

    /// - Parameter verifier: what the user's password is verified with.
    package init(_ verifier: Secret) {
        code = Array(HMAC<SHA256>.authenticationCode(for: Array(verifier.reveal().utf8), using: Self.key))
    }
}

/// An attempt to sign in on a session.
struct SignIn {
    let sessionID: String
    let username: String
    /// As the client computed it.
    let digest: String
    let address: String
    /// What the user's password is verified with; `nil` when there is no such user, or none with a password.
    let verifier: Secret?
    let isAdministrator: Bool
}
