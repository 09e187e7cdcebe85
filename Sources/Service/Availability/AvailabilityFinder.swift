internal import Foundation
internal import Recordings
internal import Registry
internal import Resolution
internal import SliceCache
internal import Synchronization

/// Finds out about the rows of one request: resolution first, then each entry's provider for all of its rows at once.
struct AvailabilityFinder: Sendable {
    let registry: Registry
    let resolver: EntryResolver
    let provider: any RecordingProvider
    let cache: SliceCache
    let signer: URLSigner
    let counters: ServiceCounters
    let now: @Sendable () -> Date

    /// Checks every row.
    ///
    /// - Parameters:
    ///   - request: whose rows.
    ///   - report: called for each row, with its index, as soon as its result is known; those of two entries may come
    ///     at the same time.
    /// - Throws: 422 for a user that is not known.
    func find(
        _ request: AvailabilityRequest,
        report: @escaping @Sendable (Int, AvailabilityResult) async -> Void
    ) async throws(Problem) {
        let snapshot = registry.snapshot
        let username = try Self.user(of: request, in: snapshot).username
        var verdicts: [TelSysID: Verdict] = [:]
        var rows: [CallRecIntGUID: EntryRows] = [:]
        for (index, row) in request.segments.enumerated() {
            switch row.segment {
            case .failure(let defect):
                await report(index, result(row.segmentID, AvailabilityFinding(defect), entry: nil))
            case .success(let segment):
                let verdict =
                    verdicts[segment.telSysID]
                    ?? resolver.resolve(.init(username: username, telSysID: segment.telSysID), in: snapshot).verdict
                verdicts[segment.telSysID] = verdict
                if case .entry(let entry) = verdict {
                    rows[entry.callRecIntGUID, default: EntryRows(entry: entry)].add(segment, index)
                } else if let finding = AvailabilityFinding(verdict) {
                    await report(index, result(segment.segmentID, finding, entry: nil))
                }
            }
        }
        await probe(Array(rows.values), username: username, report: report)
    }

    /// Refuses a request for nobody.
    ///
    /// - Throws: 422 for a user that is not known.
    func checkUser(of request: AvailabilityRequest) throws(Problem) {
        _ = try Self.user(of: request, in: registry.snapshot)
    }

    /// The user, whose name is from here on as the registry spells it.
    private static func user(
        of request: AvailabilityRequest,
        in snapshot: RegistrySnapshot
    ) throws(Problem) -> ReportingUser {
        if let user = snapshot.user(named: request.user) { return user }
        throw Problem(
            status: 422,
            code: "unknownUser",
            title: "Unknown user",
            detail: "There is no user of this name; names are compared exactly."
        )
    }

    /// The rows that one entry answers for, and where each stands in the request.
    private struct EntryRows: Sendable {
        let entry: IntegrationEntry
        private(set) var segments: [CallSegment] = []
        private(set) var indices: [Int] = []

        init(entry: IntegrationEntry) {
            self.entry = entry
        }

        mutating func add(_ segment: CallSegment, _ index: Int) {
            segments.append(segment)
            indices.append(index)
        }
    }

    private func probe(
        _ groups: [EntryRows],
        username: String,
        report: @escaping @Sendable (Int, AvailabilityResult) async -> Void
    ) async {
        // At most the assigned entry and the demonstration entry; nearly always one, which needs no task of its own.
        if groups.count == 1 { return await probe(groups[0], username: username, report: report) }
        await withTaskGroup(of: Void.self) { probes in
            for group in groups {
                probes.addTask { await probe(group, username: username, report: report) }
            }
        }
    }

    private func probe(
        _ group: EntryRows,
        username: String,
        report: @escaping @Sendable (Int, AvailabilityResult) async -> Void
    ) async {
        let failures = Mutex<Set<ProviderFailure>>([])
        await provider.find(group.segments, entry: group.entry, probe: .live, isExplained: false) { position, finding in
            // Once for each request, however many rows share it.
            if case .failed(let failure) = finding.outcome, failures.withLock({ $0.insert(failure).inserted }) {
                counters.failed(failure.reason)
            }
            let segment = group.segments[position]
            await report(
                group.indices[position],
                result(segment, finding, entry: group.entry, username: username)
            )
        }
    }

    private func result(
        _ segment: CallSegment,
        _ finding: SegmentFinding,
        entry: IntegrationEntry,
        username: String
    ) -> AvailabilityResult {
        let recordings: [AvailabilityResult.PlayableRecording] =
            switch finding.outcome {
            case .found(let matches), .ambiguous(let matches):
                matches.map { playable($0, entry: entry, username: username) }
            case .processing, .notFound, .expired, .failed, .unknown: []
            }
        return result(
            segment.segmentID,
            AvailabilityFinding(finding.outcome),
            entry: entry,
            recordings: recordings,
            checkedAt: finding.asOf
        )
    }

    private func result(
        _ segmentID: String?,
        _ finding: AvailabilityFinding,
        entry: IntegrationEntry?,
        recordings: [AvailabilityResult.PlayableRecording] = [],
        checkedAt: Date? = nil
    ) -> AvailabilityResult {
        AvailabilityResult(
            segmentID: segmentID,
            finding: finding,
            checkedAt: checkedAt ?? now(),
            entry: entry.map { .init($0) },
            recordings: recordings
        )
    }

    private func playable(
        _ match: SegmentFinding.MatchedRecording,
        entry: IntegrationEntry,
        username: String
    ) -> AvailabilityResult.PlayableRecording {
        let recording = match.recording
        let key = RecordingKey(entry: entry.callRecIntGUID, recording: recording.recordingID)
        let standing = cache.standing(of: key)
        return .init(
            recordingID: recording.recordingID,
            audioURL: signer.address(
                entry: entry.callRecIntGUID,
                recording: recording.recordingID,
                username: username,
                now: now()
            ),
            contentType: standing?.contentType,
            durationSeconds: recording.durationSeconds,
            sizeBytes: standing?.sizeBytes,
            startTime: recording.startTime,
            channel: recording.channel,
            matchedBy: match.matchedBy
        )
    }
}
