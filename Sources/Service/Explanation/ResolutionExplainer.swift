internal import Foundation
internal import Recordings
internal import Registry
internal import Resolution
internal import SliceCache
internal import Synchronization

/// Goes the way of one playback and keeps everything that was seen on it.
struct ResolutionExplainer: Sendable {
    let registry: Registry
    let resolver: EntryResolver
    let provider: any RecordingProvider
    let audio: any AudioStandings

    /// Explains one row for one user, going as far as `probe` allows, and for an entry outside of `scope` not beyond the rules.
    func explain(
        _ segment: CallSegment,
        username: String,
        probe: Probe,
        scope: AdministratorScope = .everything
    ) async -> DebugAnswer {
        let start = ContinuousClock.now
        let request = ResolutionRequest(username: username, telSysID: segment.telSysID)
        let resolution = resolver.resolve(request, in: registry.snapshot)
        var finding: SegmentFinding?
        var availability = AvailabilityFinding(resolution.verdict) ?? .notProbed
        var quota: [QuotaStanding] = []
        if let entry = resolution.entry, probe != .none, scope.covers(entry) {
            let found = await find(segment, entry: entry, probe: probe)
            finding = found
            availability = found.map { AvailabilityFinding($0.outcome) } ?? .notProbed
            if probe == .cached, case .unknown = found?.outcome { availability = .notKnown }
            quota = await provider.quota(entry: entry)
        }
        return DebugAnswer(
            verdict: .init(
                state: availability.state,
                reason: availability.reason,
                message: availability.message,
                remedy: availability.remedy
            ),
            resolution: .init(resolution),
            hosts: (finding?.hosts ?? []).map { .init($0) },
            match: .init(candidates: (finding?.candidates ?? []).map { .init($0) }),
            cache: Nullable(await standing(of: finding, entry: resolution.entry)),
            quota: quota.map { .init($0) },
            milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1))
        )
    }

    private func find(_ segment: CallSegment, entry: IntegrationEntry, probe: Probe) async -> SegmentFinding? {
        let found = Mutex<SegmentFinding?>(nil)
        await provider.find([segment], entry: entry, probe: probe, isExplained: true) { _, finding in
            found.withLock { $0 = finding }
        }
        return found.withLock { $0 }
    }

    private func standing(of finding: SegmentFinding?, entry: IntegrationEntry?) async -> DebugAnswer.CachePart? {
        guard let entry, let finding else { return nil }
        let recording: RecordingID? =
            switch finding.outcome {
            case .found(let matches), .ambiguous(let matches): matches.first?.recording.recordingID
            case .processing, .notFound, .expired, .failed, .unknown: nil
            }
        guard let recording else { return nil }
        let key = RecordingKey(entry: entry.callRecIntGUID, recording: recording)
        guard let standing = await audio.standing(of: key) else {
            return .init(
                state: "none",
                sizeBytes: Nullable(nil),
                cachedBytes: 0,
                recordingID: recording,
                filled: [],
                omittedParts: 0,
                sliceBytes: Nullable(nil)
            )
        }
        let filling = await audio.filling(of: key, maximumRanges: DebugAnswer.CachePart.maximumFilledParts)
        let state =
            switch standing.cachedBytes {
            case standing.sizeBytes: "full"
            case 0: "none"
            default: "partial"
            }
        return .init(
            state: state,
            sizeBytes: Nullable(standing.sizeBytes),
            cachedBytes: standing.cachedBytes,
            recordingID: recording,
            filled: (filling?.ranges ?? []).map {
                .init(offsetBytes: $0.lowerBound, lengthBytes: Int64($0.count))
            },
            omittedParts: filling?.omittedRanges ?? 0,
            sliceBytes: Nullable(filling?.sliceBytes)
        )
    }
}
