internal import Foundation

/// The sessions that there are; decides who makes room when there are too many.
struct Sessions {
    enum Standing: Hashable {
        /// Made, and waiting for somebody to sign in with this nonce.
        case waiting(nonce: String)
        case signedIn(username: String)
    }

    private struct Session {
        let address: String
        var lastUsedAt: Date
        var standing: Standing

        var isWaiting: Bool {
            if case .waiting = standing { true } else { false }
        }
    }

    private let limits: SessionLimits
    private var sessions: [String: Session] = [:]

    init(limits: SessionLimits) {
        self.limits = limits
    }

    var count: Int { sessions.count }

    /// Makes a session; when there are too many, the one that was not used for longest goes, those of the same address and those where
    /// nobody has signed in first.
    mutating func create(_ id: String, nonce: String, address: String, now: Date) {
        sessions = sessions.filter { !isOver($0.value, now) }
        let ownWaiting = sessions.filter { $0.value.isWaiting && $0.value.address == address }
        if ownWaiting.count >= limits.waitingPerAddress {
            drop(leastRecentlyUsedOf: ownWaiting)
        } else if sessions.count >= limits.count {
            let waiting = sessions.filter { $0.value.isWaiting }
            drop(leastRecentlyUsedOf: waiting.isEmpty ? sessions : waiting)
        }
        sessions[id] = Session(address: address, lastUsedAt: now, standing: .waiting(nonce: nonce))
    }

    /// A session's standing; using it keeps it from becoming idle.
    ///
    /// - Returns: `nil` when there is none, or not any more.
    mutating func use(_ id: String, now: Date) -> Standing? {
        guard let session = sessions[id] else { return nil }
        guard !isOver(session, now) else {
            sessions[id] = nil
            return nil
        }
        sessions[id]?.lastUsedAt = now
        return session.standing
    }

    mutating func signIn(_ id: String, username: String) {
        sessions[id]?.standing = .signedIn(username: username)
    }

    mutating func remove(_ id: String) {
        sessions[id] = nil
    }

    private func isOver(_ session: Session, _ now: Date) -> Bool {
        now.timeIntervalSince(session.lastUsedAt) >= limits.idleSeconds
    }

    private mutating func drop(leastRecentlyUsedOf candidates: [String: Session]) {
        guard let id = candidates.min(by: { $0.value.lastUsedAt < $1.value.lastUsedAt })?.key else { return }
        sessions[id] = nil
    }
}
