internal import Recordings
internal import Resolution

/// A row's state with its stable reason and sentences; made of what resolution or the provider said.
///
/// Pure.
struct AvailabilityFinding: Sendable, Hashable {
    /// How long a page waits before it asks again about a host that failed.
    static let failureRetryAfterSeconds = 30

    let state: AvailabilityState
    let reason: String
    let message: String
    /// What an administrator does about it.
    let remedy: String
    let isRetryable: Bool
    let retryAfterSeconds: Int?

    private init(
        _ state: AvailabilityState,
        _ reason: String,
        _ message: String,
        remedy: String,
        isRetryable: Bool = false,
        retryAfterSeconds: Int? = nil
    ) {
        self.state = state
        self.reason = reason
        self.message = message
        self.remedy = remedy
        self.isRetryable = isRetryable
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// A row that cannot be understood.
    init(_ defect: SegmentRequest.Defect) {
        self.init(.invalid, "invalidSegment", defect.problem, remedy: "Correct the row that the report sends.")
    }

    /// What resolution decided; `nil` when an entry was found.
    init?(_ verdict: Verdict) {
        guard let state = verdict.state else { return nil }
        self.init(state, verdict.reason, verdict.message, remedy: verdict.remedy)
    }

    /// Resolution found an entry, and nobody asked further.
    static let notProbed = AvailabilityFinding(
        .unknown,
        "notProbed",
        "The rules allow playback; the provider was not asked.",
        remedy: "Ask again with probe=live."
    )

    /// What is known of the entry's recordings does not tell, and nobody asked further.
    static let notKnown = AvailabilityFinding(
        .unknown,
        "notKnown",
        "What is known of the entry's recordings does not reach this call; the provider was not asked.",
        remedy: "Ask again with probe=live."
    )

    /// What the provider's hosts said.
    init(_ outcome: SegmentFinding.Outcome) {
        switch outcome {
        case .found(let matches):
            let reason = Self.reason(matchedBy: matches.first?.matchedBy)
            self.init(.available, reason, "The recording is available.", remedy: "Nothing needs to be done.")
        case .ambiguous(let matches):
            self.init(
                .ambiguous,
                "severalMatch",
                matches.count == 1
                    ? "Another call of the report fits the recording as well."
                    : "\(matches.count) recordings match this call equally well.",
                remedy: "Look at the candidates: send externalCallID with the row, or correct the tags at the provider."
            )
        case .processing(let retryAfterSeconds):
            self.init(
                .processing,
                "callJustEnded",
                "The call ended moments ago; its recording may still arrive.",
                remedy: "Wait a moment.",
                isRetryable: true,
                retryAfterSeconds: retryAfterSeconds
            )
        case .notFound:
            self.init(
                .notFound,
                "notFound",
                "The provider has no recording of this call.",
                remedy: Self.missingRemedy
            )
        case .expired:
            self.init(
                .expired,
                "recordingExpired",
                "The provider's retention time for this recording is over.",
                remedy: "Ask the provider for a longer retention time for future calls."
            )
        case .failed(let failure):
            self.init(
                .providerError,
                failure.reason,
                failure.message,
                remedy: failure.remedy,
                isRetryable: failure.isRetryable,
                retryAfterSeconds: failure.isRetryable ? Self.failureRetryAfterSeconds : nil
            )
        case .unknown(let retryAfterSeconds):
            self.init(
                .unknown,
                "notCheckedYet",
                "This row was not checked yet: the request's share of provider calls was used up.",
                remedy: "Ask again after the time given.",
                isRetryable: true,
                retryAfterSeconds: retryAfterSeconds
            )
        }
    }

    /// Why a provider may have no recording, in the order in which it is quickly checked.
    ///
    /// Source: Dubber API, More, found later: Why a call has no recording (B).
    private static let missingRemedy =
        "Look at the candidates below, then ask at the provider: whether the party had a dub point then (a user who was switched off and "
        + "on has a new one), whether the number is on a do-not-record list, whether recording was paused or the call was internal or not "
        + "answered by a person, whether the retention time is over or somebody deleted it, whether the plan includes the API, and "
        + "whether the key is of the account's region."

    private static func reason(matchedBy criterion: String?) -> String {
        guard let criterion, let first = criterion.first else { return "matched" }
        return "matched" + first.uppercased() + criterion.dropFirst()
    }
}
