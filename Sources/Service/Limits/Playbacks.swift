/// The audio answers under way, counted for each listener.
struct Playbacks: Sendable {
    private let settings: RunningSettings
    private let places = Places()

    init(settings: RunningSettings) {
        self.settings = settings
    }

    /// Whether a listener may have one more.
    enum Entry: Sendable {
        /// Not counted, for want of a limit.
        case free
        /// Held until the answer is sent.
        case place(Places.Place)
        case full
    }

    func enter(_ listener: String) -> Entry {
        let most = settings.values.limits.playbacksPerUser
        guard most > 0 else { return .free }
        return places.take(listener, most: most).map(Entry.place) ?? .full
    }

    static let tooMany = Problem(
        status: 429,
        code: "tooManyPlaybacks",
        title: "Too many playbacks",
        detail: "The user has as many playbacks under way as one may have; stop one, or try again soon.",
        isRetryable: true,
        retryAfterSeconds: 5
    )
}
