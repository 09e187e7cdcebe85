internal import Synchronization

/// Audio URLs whose signature was found right, by the very bytes of the request target; bounded.
///
/// A signature stays right for ever, so it is computed once for each target. Expiry and the user's right are looked at each time.
final class VerifiedURLs: Sendable {
    /// Targets remembered; when there are more, all are forgotten and verified afresh.
    static let maximumTargets = 50_000

    private let known = Mutex<[String: AudioURL]>([:])

    /// The parts of a request target with a right signature.
    ///
    /// - Parameters:
    ///   - target: path and query as they came.
    ///   - verify: reads and checks a target that is not known yet.
    func parts(of target: String, verify: (String) -> AudioURL?) -> AudioURL? {
        if let url = known.withLock({ $0[target] }) { return url }
        guard let url = verify(target) else { return nil }
        known.withLock { known in
            if known.count >= Self.maximumTargets { known.removeAll(keepingCapacity: true) }
            known[target] = url
        }
        return url
    }
}
