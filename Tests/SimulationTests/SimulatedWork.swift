import Dubber
import Foundation
import Recordings
import SliceCache
import Synchronization

/// What one user does once, and what of it was wrong.
enum SimulatedWork {
    struct Outcome: Sendable {
        var violations: [String] = []
        var isPlayback = false
        /// What is left of a playback that broke off after its first byte.
        var rest: (entry: Int, call: Int, range: Range<Int64>)?
        var failure: String?
    }

    /// A report page: each row gets one answer, and no answer names another call's recording or denies one that is there.
    static func page(
        _ calls: [SimulatedAccounts.Call],
        entry: IntegrationEntry,
        number: Int,
        mustBeFound: Bool = false,
        _ service: SimulatedService,
        _ accounts: SimulatedAccounts
    ) async -> Outcome {
        let segments = calls.map { call in
            CallSegment(
                segmentID: call.id,
                telSysID: TelSysID(1),
                startTime: call.start,
                durationSeconds: SimulatedAccounts.durationSeconds,
                externalCallID: call.callID
            )
        }
        let answers = Mutex([[SegmentFinding]](repeating: [], count: calls.count))
        await service.provider.find(segments, entry: entry, probe: .live, isExplained: false) { index, finding in
            answers.withLock { $0[index].append(finding) }
        }
        var outcome = Outcome()
        for (call, findings) in zip(calls, answers.withLock { $0 }) {
            guard let finding = findings.first, findings.count == 1 else {
                outcome.violations.append("call \(call.number): \(findings.count) answers")
                continue
            }
            if let wrong = fault(of: finding, call: call, mustBeFound: mustBeFound) {
                outcome.violations.append("call \(call.number) of entry \(number): \(wrong)")
            }
            if "\(finding)".contains(SimulatedAccounts.secretMark) {
                outcome.violations.append("a finding names a secret")
            }
        }
        return outcome
    }

    private static func fault(
        of finding: SegmentFinding,
        call: SimulatedAccounts.Call,
        mustBeFound: Bool
    ) -> String? {
        switch finding.outcome {
        case .found(let matches):
            let ids = matches.map(\.recording.recordingID.rawValue)
            return ids == [call.id] ? nil : "found \(ids)"
        case .ambiguous, .expired: return "\(finding.outcome)"
        // The last one is listed late.
        case .notFound where !mustBeFound && call.number == 4: return nil
        case .notFound: return "said not to be there"
        case .processing, .failed, .unknown: return mustBeFound ? "in good times \(finding.outcome)" : nil
        }
    }

    /// A playback of a range: every byte is the right one, and at its end it is whole or has failed.
    static func play(
        _ call: Int,
        _ range: Range<Int64>,
        patience: Int,
        entry: IntegrationEntry,
        number: Int,
        _ service: SimulatedService,
        _ accounts: SimulatedAccounts
    ) async -> Outcome {
        var outcome = Outcome(isPlayback: true)
        let truth = accounts.bytes(entry: number, call: call)
        guard let recording = RecordingID(accounts.calls[call].id) else { return outcome }
        var position = range.lowerBound
        do {
            let visit = try await service.cache.visit(
                RecordingKey(entry: entry.callRecIntGUID, recording: recording),
                origin: service.provider.audioOrigin(of: recording, entry: entry),
                first: .bytes(range)
            )
            guard visit.recording.validator.sizeBytes == truth.count else {
                outcome.violations.append("call \(call) has \(visit.recording.validator.sizeBytes) bytes")
                return outcome
            }
            let reader = try visit.reader(of: range)
            while let bytes = try await reader.next() {
                let end = position + Int64(bytes.count)
                guard end <= range.upperBound, truth[Int(position)..<Int(end)].elementsEqual(bytes) else {
                    outcome.violations.append("wrong bytes of call \(call) of entry \(number) at \(position)")
                    return outcome
                }
                position = end
                if position - range.lowerBound >= patience { return outcome }
            }
            if position != range.upperBound {
                outcome.violations.append("call \(call) ended at \(position) of \(range)")
            }
        } catch {
            outcome.failure = "\(error)"
            if position > range.lowerBound, position < range.upperBound {
                outcome.rest = (number, call, position..<range.upperBound)
            }
            if outcome.failure?.contains(SimulatedAccounts.secretMark) == true {
                outcome.violations.append("an error names a secret")
            }
        }
        return outcome
    }
}
