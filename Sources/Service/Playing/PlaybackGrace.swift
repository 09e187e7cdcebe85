internal import Synchronization

/// Remembers which URLs were in use before they expired, so that a playback under way can still seek; bounded.
///
/// Source: range-conformance 68.
final class PlaybackGrace: Sendable {
    /// URLs remembered; the ones that expire first are forgotten first.
    static let maximumURLs = 100_000

    private let graceSeconds: Int64
    private let used = Mutex<[AudioURL: Void]>([:])

    init(graceSeconds: Int) {
        self.graceSeconds = Int64(graceSeconds)
    }

    /// Whether a signed URL may be used now.
    func admits(_ url: AudioURL, now: Int64) -> Bool {
        now < url.expiresAt || isWithinGrace(url, now: now) && used.withLock { $0[url] != nil }
    }

    /// Bytes are played by a URL: nothing less begins a playback.
    func note(_ url: AudioURL, now: Int64) {
        guard now < url.expiresAt else { return }
        used.withLock { used in
            if used[url] == nil, used.count >= Self.maximumURLs {
                Self.forget(&used, now: now, grace: graceSeconds)
            }
            used[url] = ()
        }
    }

    private func isWithinGrace(_ url: AudioURL, now: Int64) -> Bool {
        let (end, isOver) = url.expiresAt.addingReportingOverflow(graceSeconds)
        return isOver || now < end
    }

    /// Lets go of what is past its grace, or else of the older half.
    private static func forget(_ used: inout [AudioURL: Void], now: Int64, grace: Int64) {
        used = used.filter { $0.key.expiresAt + grace > now }
        guard used.count >= maximumURLs else { return }
        let middle = used.keys.map(\.expiresAt).sorted()[used.count / 2]
        used = used.filter { $0.key.expiresAt > middle }
    }
}
