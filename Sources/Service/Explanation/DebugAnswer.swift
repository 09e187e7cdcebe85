internal import Foundation
internal import Recordings
internal import Resolution

/// The answer of the debug endpoint, as it stands in JSON.
///
/// No secret has a place in it.
struct DebugAnswer: Encodable, Sendable {
    struct VerdictPart: Encodable, Sendable {
        let state: AvailabilityState
        let reason: String
        let message: String
        let remedy: String
    }

    struct ScopePart: Encodable, Sendable {
        let telSysID: TelSysID?
        let partIDInTelSys: PartIDInTelSys?

        init(_ scope: Scope) {
            telSysID = scope.telSysID
            partIDInTelSys = scope.partIDInTelSys
        }
    }

    struct EntryPart: Encodable, Sendable {
        let callRecIntGUID: CallRecIntGUID
        let description: String
        let scope: ScopePart

        init(_ entry: IntegrationEntry) {
            callRecIntGUID = entry.callRecIntGUID
            description = entry.description
            scope = ScopePart(entry.scope)
        }
    }

    struct RulePart: Encodable, Sendable {
        let rule: String
        let outcome: String
        let detail: String
    }

    struct ResolutionPart: Encodable, Sendable {
        let entry: Nullable<EntryPart>
        let rules: [RulePart]

        init(_ resolution: Resolution) {
            entry = Nullable(resolution.entry.map { EntryPart($0) })
            rules = resolution.steps.map {
                RulePart(rule: $0.rule.rawValue, outcome: $0.outcome.rawValue, detail: $0.detail)
            }
        }
    }

    struct CallPart: Encodable, Sendable {
        let method: String
        let path: String
        let status: Nullable<Int>
        let code: Nullable<Int>
        let milliseconds: Int

        init(_ call: ProviderCall) {
            method = call.method
            path = call.path
            status = Nullable(call.status)
            code = Nullable(call.code)
            milliseconds = call.milliseconds
        }
    }

    struct HostPart: Encodable, Sendable {
        let position: Int
        let host: String
        let outcome: String
        let detail: String
        let health: Nullable<String>
        let calls: [CallPart]

        init(_ probe: HostProbe) {
            position = probe.position.rawValue
            host = probe.host
            outcome = probe.outcome.rawValue
            detail = probe.detail
            health = Nullable(probe.health)
            calls = probe.calls.map { CallPart($0) }
        }
    }

    struct CriterionPart: Encodable, Sendable {
        let name: String
        let outcome: String
        let detail: String
    }

    struct CandidatePart: Encodable, Sendable {
        let recordingID: RecordingID
        let startTime: Date
        let durationSeconds: Nullable<Int>
        let from: String
        let to: String
        let channel: Nullable<String>
        let verdict: String
        let criteria: [CriterionPart]

        init(_ candidate: MatchCandidate) {
            recordingID = candidate.recording.recordingID
            startTime = candidate.recording.startTime
            durationSeconds = Nullable(candidate.recording.durationSeconds)
            from = candidate.recording.from
            to = candidate.recording.to
            channel = Nullable(candidate.recording.channel)
            verdict = candidate.verdict.rawValue
            criteria = candidate.criteria.map {
                CriterionPart(name: $0.name, outcome: $0.outcome.rawValue, detail: $0.detail)
            }
        }
    }

    struct MatchPart: Encodable, Sendable {
        let candidates: [CandidatePart]
    }

    struct CachePart: Encodable, Sendable {
        /// `none`, `partial` or `full`.
        let state: String
        let sizeBytes: Nullable<Int64>
        let cachedBytes: Int64
        /// The recording that it is about.
        let recordingID: RecordingID
        /// The bytes that are here, in order; a slice that is begun counts as far as it got.
        let filled: [FilledPart]
        /// Filled parts beyond ``maximumFilledParts``.
        let omittedParts: Int
        let sliceBytes: Nullable<Int64>

        /// Filled parts told of; enough to draw any bar.
        static let maximumFilledParts = 256
    }

    struct FilledPart: Encodable, Sendable {
        let offsetBytes: Int64
        let lengthBytes: Int64
    }

    struct QuotaPart: Encodable, Sendable {
        let host: String
        let remainingToday: Int
        let perSecond: Int
        let perDay: Int

        init(_ standing: QuotaStanding) {
            host = standing.host
            remainingToday = standing.remainingToday
            perSecond = standing.perSecond
            perDay = standing.perDay
        }
    }

    let verdict: VerdictPart
    let resolution: ResolutionPart
    let hosts: [HostPart]
    let match: MatchPart
    let cache: Nullable<CachePart>
    let quota: [QuotaPart]
    let milliseconds: Int
}
