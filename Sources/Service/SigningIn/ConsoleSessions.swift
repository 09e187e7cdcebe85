internal import Foundation
internal import WebServices

/// The sessions of those who are signed in to the console: decides which are over, and who makes room when there are too many; pure.
struct ConsoleSessions {
    struct Limits: Sendable, Hashable {
        /// Sessions at once.
        var count = 4_096
        /// Those of one person or token, whose own least recently used then goes first.
        var perName = 64
        /// How long one lasts, however much it is used.
        var lifetimeSeconds: TimeInterval = 12 * 60 * 60
    }

    struct Session: Sendable, Hashable {
        /// As the registry had it when it was last looked at.
        var requester: Requester
        /// Of what a user's password was verified with at the sign-in; `nil` for who has none.
        let password: PasswordMark?
        /// The registry's generation that the right to the session was last looked at in.
        var checkedGeneration: UInt64
        let madeAt: Date
        var lastUsedAt: Date
    }

    let limits: Limits
    private var sessions: [SessionKey: Session] = [:]

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    var count: Int { sessions.count }

    /// Keeps a session; when its name has too many, or all have, the one that was not used for longest goes.
    mutating func add(_ key: SessionKey, _ session: Session, idleSeconds: TimeInterval, now: Date) {
        if sessions.count >= limits.count {
            sessions = sessions.filter { !isOver($0.value, idleSeconds: idleSeconds, now: now) }
        }
        let name = session.requester.name
        let own = sessions.filter { $0.value.requester.name == name }
        let candidates = own.count >= limits.perName ? own : sessions.count >= limits.count ? sessions : [:]
        if let oldest = candidates.min(by: { $0.value.lastUsedAt < $1.value.lastUsedAt })?.key {
            sessions[oldest] = nil
        }
        sessions[key] = session
    }

    /// A session; using it keeps it from becoming idle, and one that is over is let go of.
    ///
    /// - Returns: `nil` when there is none, or not any more.
    mutating func use(_ key: SessionKey, idleSeconds: TimeInterval, now: Date) -> Session? {
        guard let session = sessions[key] else { return nil }
        guard !isOver(session, idleSeconds: idleSeconds, now: now) else {
            sessions[key] = nil
            return nil
        }
        sessions[key]?.lastUsedAt = now
        return session
    }

    /// A session that has not reached its end; does not count as use, and idleness is not looked at.
    func lasting(_ key: SessionKey, now: Date) -> Session? {
        sessions[key].flatMap { Self.seconds($0.madeAt, now) < limits.lifetimeSeconds ? $0 : nil }
    }

    /// The sessions that were looked at in another generation of the registry.
    func unchecked(in generation: UInt64) -> [SessionKey: Session] {
        sessions.filter { $0.value.checkedGeneration != generation }
    }

    /// Takes over what the registry says of a session by now.
    mutating func renew(_ key: SessionKey, _ requester: Requester, generation: UInt64) {
        sessions[key]?.requester = requester
        sessions[key]?.checkedGeneration = generation
    }

    /// - Returns: whether there was one.
    mutating func remove(_ key: SessionKey) -> Bool {
        sessions.removeValue(forKey: key) != nil
    }

    private func isOver(_ session: Session, idleSeconds: TimeInterval, now: Date) -> Bool {
        Self.seconds(session.lastUsedAt, now) >= idleSeconds
            || Self.seconds(session.madeAt, now) >= limits.lifetimeSeconds
    }

    /// A clock that was set back makes no session last longer.
    private static func seconds(_ before: Date, _ now: Date) -> TimeInterval { abs(now.timeIntervalSince(before)) }
}
