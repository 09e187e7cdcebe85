internal import Foundation
internal import Recordings

/// What the hosts said about one segment so far, and what follows from it: pure.
struct SegmentTrail: Sendable {
    let want: SegmentWant
    private var probes: [HostProbe] = []
    private var answers: [HostAnswer] = []
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
    ///   - calls: made so far.
    ///   - unknownGoesOn: whether an undecided answer leaves the word to the next host.
    mutating func take(
        _ answer: HostAnswer,
        position: HostPosition,
        host: String,
        calls: [ProviderCall],
        unknownGoesOn: Bool
    ) {
        answers.append(answer)
        let (outcome, detail, failure) = Self.told(answer)
        probes.append(
            HostProbe(position: position, host: host, outcome: outcome, detail: detail, failure: failure, calls: calls)
        )
        switch answer {
        case .matched(let match): decided = Self.outcome(of: match)
        case .unknown where !unknownGoesOn: decided = conclusion()
        case .unknown, .notFound, .failed: break
        }
    }

    /// The finding, with the hosts that were not asked.
    func finding(configuration: DubberConfiguration) -> SegmentFinding {
        var outcome = decided ?? conclusion()
        if case .unknown(let seconds) = outcome, seconds <= 0 {
            outcome = .unknown(retryAfterSeconds: configuration.unknownRetryAfterSeconds)
        }
        if case .notFound = outcome, want.isRecent {
            outcome = .processing(retryAfterSeconds: configuration.processingRetryAfterSeconds)
        }
        return SegmentFinding(outcome: outcome, hosts: probes, candidates: candidates(configuration.maximumCandidates))
    }

    /// What all answers together come to when none of them found anything: one host that failed leaves it open whether the recording exists.
    private func conclusion() -> SegmentFinding.Outcome {
        var isUnknown = false
        var ownLimitSeconds: Int?
        for answer in answers {
            switch answer {
            case .failed(.allowanceSpent(let seconds), _): ownLimitSeconds = max(ownLimitSeconds ?? 0, seconds)
            case .failed(let error, _) where error.isOwnLimit: ownLimitSeconds = ownLimitSeconds ?? 0
            case .failed(let error, _): return .failed(error.failure)
            case .unknown: isUnknown = true
            case .matched, .notFound: break
            }
        }
        if isUnknown {
            return .unknown(retryAfterSeconds: 0)
        }
        if let ownLimitSeconds {
            return .unknown(retryAfterSeconds: ownLimitSeconds)
        }
        return answers.isEmpty ? .failed(.hostNotUsable) : .notFound
    }

    private func candidates(_ maximum: Int) -> [MatchCandidate] {
        let found = answers.flatMap { answer in
            switch answer {
            case .matched(let match), .notFound(let match), .unknown(let match, _), .failed(_, let match):
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
        case .found(let level, let recordings): return .found(named(level, recordings))
        case .ambiguous(let level, let recordings): return .ambiguous(named(level, recordings))
        case .expired: return .expired
        case .none: return .notFound
        }
    }

    private static func told(_ answer: HostAnswer) -> (HostProbe.Outcome, String, ProviderFailure?) {
        switch answer {
        case .matched(let match):
            switch match.outcome {
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
        case .unknown(_, let detail): (.skipped, detail, nil)
        case .failed(let error, _): (.failed, error.sentence, error.failure)
        }
    }
}
