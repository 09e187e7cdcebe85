internal import Foundation
internal import Recordings

/// The answer of a connection test, as it stands in JSON.
///
/// No secret has a place in it.
struct ConnectionTestAnswer: Encodable, Sendable {
    struct EntryPart: Encodable, Sendable {
        let callRecIntGUID: CallRecIntGUID
        let description: String
    }

    struct StepPart: Encodable, Sendable {
        let step: String
        let outcome: String
        /// Of the last call; `null` when no answer came.
        let status: Nullable<Int>
        /// The provider's own error code.
        let code: Nullable<Int>
        /// Of all calls, without the wait for their turn.
        let milliseconds: Int
        let reason: Nullable<String>
        let message: String
        let remedy: Nullable<String>
        let calls: [DebugAnswer.CallPart]

        init(_ step: ConnectionTest.Step) {
            self.step = step.name.rawValue
            outcome = step.outcome.rawValue
            status = Nullable(step.calls.last?.status)
            code = Nullable(step.calls.last?.code)
            milliseconds = step.calls.map(\.milliseconds).reduce(0, +)
            reason = Nullable(step.failure?.reason)
            message = step.detail
            remedy = Nullable(step.failure?.remedy)
            calls = step.calls.map { .init($0) }
        }
    }

    struct HostPart: Encodable, Sendable {
        let position: Int
        let host: String
        let outcome: String
        let reason: Nullable<String>
        let message: String
        let remedy: Nullable<String>
        let steps: [StepPart]

        init(_ host: ConnectionTest.Host) {
            position = host.position.rawValue
            self.host = host.host
            outcome = host.outcome.rawValue
            reason = Nullable(host.failure?.reason)
            message = host.detail
            remedy = Nullable(host.failure?.remedy)
            steps = host.steps.map { .init($0) }
        }
    }

    let entry: EntryPart
    /// `passed`, `partly` when one host of two does not serve, or `failed`.
    let outcome: String
    let message: String
    let testedAt: Date
    let milliseconds: Int
    let hosts: [HostPart]

    init(_ test: ConnectionTest, of entry: IntegrationEntry, testedAt: Date, milliseconds: Int) {
        let verdict = ConnectionVerdict(test)
        self.entry = .init(callRecIntGUID: entry.callRecIntGUID, description: entry.description)
        outcome = verdict.outcome.rawValue
        message = verdict.message
        self.testedAt = testedAt
        self.milliseconds = milliseconds
        hosts = test.hosts.map { .init($0) }
    }
}
