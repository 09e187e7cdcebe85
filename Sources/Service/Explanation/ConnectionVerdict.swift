internal import Recordings

/// What a connection test comes to for the entry as a whole; pure.
struct ConnectionVerdict: Sendable, Hashable {
    /// The raw value is the name on the wire.
    enum Outcome: String, Sendable, Hashable {
        case passed
        /// One host of two does not serve.
        case partly
        case failed
    }

    let outcome: Outcome
    /// A sentence that says what failed and where.
    let message: String

    init(_ test: ConnectionTest) {
        let passed = test.hosts.filter { $0.outcome == .passed }
        let failed = test.hosts.filter { $0.outcome == .failed }
        switch (passed.first, failed.first) {
        case (nil, nil):
            outcome = .failed
            message = "The entry names no host, so that nothing can be asked."
        case (.some, nil) where passed.count > 1:
            outcome = .passed
            message = "Both hosts serve this entry."
        case (let host?, nil):
            outcome = .passed
            message = "Host \(host.position.rawValue) serves this entry; there is no other to turn to when it fails."
        case (let host?, let other?):
            outcome = .partly
            message =
                "Host \(other.position.rawValue) failed \(Self.place(in: other)); "
                + "recordings are played from host \(host.position.rawValue)."
        case (nil, .some):
            outcome = .failed
            let places = failed.map { "host \($0.position.rawValue) failed \(Self.place(in: $0))" }
            message = "Nothing can be played: " + places.joined(separator: ", ") + "."
        }
    }

    /// Where a host failed, to follow "failed".
    private static func place(in host: ConnectionTest.Host) -> String {
        switch host.failedStep {
        case .token: "at signing in"
        case .profile: "at the profile, which is needed to tell the account"
        case .list: "at reading the list"
        case .detail: "at asking for a recording's audio"
        case nil: "because its host field cannot be used"
        }
    }
}
