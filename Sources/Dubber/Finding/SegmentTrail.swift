internal import Foundation
internal import Recordings

/// What the hosts said about one segment so far, and what follows from it: pure.
struct SegmentTrail: Sendable {
    let want: SegmentWant
    private var probes: [HostProbe] = []
    private var answers: [HostAnswer] = []
    private var asOf: Date?
    /// Set when no further host is worth asking.
    private var decided: SegmentFinding.Outcome?

    init(_ want: SegmentWant) {
        self.want = want
    }

    var isDecided: Bool { decided != nil }

    /// A host that was not asked.
    mutating func skip(_ position: HostPosition, host: String, detail: String) {
        probes.append(HostProbe(position: position, host: host, outcome: .skipped, detail: detail))
    }

    /// A host that was not asked because nothing was to be asked: the segment stays unchecked.
    mutating func leaveUnknown(_ position: HostPosition, host: String) {
        skip(position, host: host, detail: "Probing was not wanted.")
        decided = .unknown(retryAfterSeconds: 0)
    }

    /// A host's answer.
    ///
    /// - Parameters:
    ///   - answer: what it said.
    ///   - position: which host.
    ///   - host: its field.
    ///   - health: how the host has been doing.
    ///   - calls: made so far.
    ///   - unknownGoesOn: whether an undecided answer leaves the word to the next host.
    mutating func take(
        _ answer: HostAnswer,
        position: HostPosition,
        host: String,
        health: String?,
        calls: [ProviderCall],
        unknownGoesOn: Bool
    ) {
        answers.append(answer)
        let (outcome, detail, failure) = Self.told(answer)
        probes.append(
            HostProbe(
                position: position,
                host: host,
                outcome: outcome,
                detail: detail,
                failure: failure,
                calls: calls,
                health: health
            )
        )
        switch answer {
        case .matched(let match):
            decided = Self.outcome(of: match)
            asOf = match.asOf
        case .notFound(let match):
            // The older of two hosts' words is the age of "not found".
            asOf = [asOf, match.asOf].compactMap { $0 }.min()
        case .unknown where !unknownGoesOn:
            decided = conclusion()
        case .unknown, .failed:
            break
        }
    }

    /// Whether a host gave an answer, or was passed over.
    func hasProbed(_ position: HostPosition) -> Bool {
        probes.contains { $0.position == position }
    }

    /// The finding, with the hosts that were not asked.
    func finding(configuration: DubberConfiguration) -> SegmentFinding {
        var outcome = decided ?? conclusion()
        if case .unknown(let seconds) = outcome {
            outcome = .unknown(retryAfterSeconds: max(seconds, configuration.unknownRetryAfterSeconds))
        }
        let isPending = if case .processing = outcome { true } else { false }
        if outcome == .notFound && want.isRecent || isPending {
            outcome = .processing(retryAfterSeconds: configuration.processingRetryAfterSeconds)
        }
        let isRead =
            switch outcome {
            case .found, .ambiguous, .expired, .notFound, .processing: true
            case .failed, .unknown: false
            }
        return SegmentFinding(
            outcome: outcome,
            hosts: probes.sorted { $0.position < $1.position },
            candidates: candidates(configuration.maximumCandidates),
            asOf: isRead ? asOf : nil
        )
    }

    /// What all answers together come to when none of them found anything: one host that failed leaves it open whether the recording exists.
    private func conclusion() -> SegmentFinding.Outcome {
        var unknownSeconds: Int?
        var limitSeconds: Int?
        for answer in answers {
            switch answer {
            case .failed(.allowanceSpent(let seconds), _, _): limitSeconds = max(limitSeconds ?? 0, seconds)
            case .failed(.quotaExhausted(let seconds), _, _): limitSeconds = max(limitSeconds ?? 0, seconds ?? 0)
            case .failed(let error, _, let seconds) where error.isOwnLimit:
                limitSeconds = max(limitSeconds ?? 0, seconds)
            case .failed(let error, _, _): return .failed(error.failure)
            case .unknown(_, _, let seconds): unknownSeconds = max(unknownSeconds ?? 0, seconds)
            case .matched, .notFound: break
            }
        }
        if let seconds = unknownSeconds ?? limitSeconds {
            return .unknown(retryAfterSeconds: seconds)
        }
        return answers.isEmpty ? .failed(.hostNotUsable) : .notFound
    }

    private func candidates(_ maximum: Int) -> [MatchCandidate] {
        let found = answers.flatMap { answer in
            switch answer {
            case .matched(let match), .notFound(let match), .unknown(let match, _, _), .failed(_, let match, _):
                match.candidates
            }
        }
        return Array(found.prefix(maximum))
    }

    private static func outcome(of match: SegmentMatch) -> SegmentFinding.Outcome {
        func named(_ level: MatchLevel, _ recordings: [Recording]) -> [SegmentFinding.MatchedRecording] {
            recordings.map { SegmentFinding.MatchedRecording(recording: $0, matchedBy: level.rawValue) }
        }
        switch match.outcome {
        case .found where match.isPending: return .processing(retryAfterSeconds: 0)
        case .found(let level, let recordings): return .found(named(level, recordings.filter(\.isReady)))
        case .ambiguous(let level, let recordings): return .ambiguous(named(level, recordings))
        case .expired: return .expired
        case .none: return .notFound
        }
    }

    private static func told(_ answer: HostAnswer) -> (HostProbe.Outcome, String, ProviderFailure?) {
        switch answer {
        case .matched(let match):
            switch match.outcome {
            case .found where match.isPending:
                (.found, "The provider is still at work on the recording.", nil)
            case .found(let level, let recordings):
                (.found, "\(recordings.count) recording(s), by \(level.rawValue).", nil)
            case .ambiguous(let level, let recordings):
                (.found, "\(recordings.count) recordings match equally well, by \(level.rawValue).", nil)
            case .expired:
                (.found, "The recording is past its expiry time.", nil)
            case .none:
                (.notFound, "No recording matches.", nil)
            }
        case .notFound: (.notFound, "No recording matches, and all that began around the call are known.", nil)
        case .unknown(_, let detail, _): (.skipped, detail, nil)
        case .failed(let error, _, _): (.failed, error.sentence, error.failure)
        }
    }
}
