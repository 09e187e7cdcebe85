internal import Foundation
internal import Recordings

/// Tries one host of an entry: a new token, the profile, one page of the list, and the newest recording as playback asks for it.
struct ConnectionTrial: Sendable {
    /// Recordings asked of the list: one shows that it can be read.
    private static let listedRecordings = 1

    let calls: DubberCalls
    let peer: DubberPeer
    let field: String
    /// Whether playback goes on from what is learned.
    let isKept: Bool

    func run() async -> ConnectionTest.Host {
        let (tokenStep, token) = await step(.token) { trace throws(DubberError) in
            let token = try await calls.newToken(of: peer, isKept: isKept, trace: trace)
            return (token, "The host accepted the credentials and granted a token.")
        }
        guard let token else {
            return host([tokenStep, skipped(.profile), skipped(.list), skipped(.detail)])
        }
        let (profileStep, named) = await step(.profile) { trace throws(DubberError) in
            try profile(try await calls.read("/profile", of: peer, token: token, isKept: isKept, trace: trace))
        }
        guard let account = peer.host.account ?? named?.account else {
            return host([tokenStep, profileStep, skipped(.list), skipped(.detail)])
        }
        let (listStep, page) = await step(.list) { trace throws(DubberError) in
            try await list(account, token: token, trace: trace)
        }
        return host([tokenStep, profileStep, listStep, await detailStep(page, token: token)])
    }

    /// A list that can be read does not show that audio is given: that needs the listener, and a key that may.
    private func detailStep(_ page: RecordingPage?, token: Secret) async -> ConnectionTest.Step {
        guard let page else {
            return skipped(.detail)
        }
        guard let newest = page.recordings.first else {
            let detail = "Not tried: the account has no recording to ask for."
            return .init(name: .detail, outcome: .skipped, detail: detail)
        }
        return await step(.detail) { trace throws(DubberError) in
            try await detail(newest.recordingID, token: token, trace: trace)
        }.step
    }

    private func detail(
        _ recording: RecordingID,
        token: Secret,
        trace: CallTrace
    ) async throws(DubberError) -> (RecordingDetail, String) {
        let body = try await calls.read(
            DubberCalls.detailPath(recording),
            query: calls.detailQuery(of: peer),
            of: peer,
            token: token,
            isKept: isKept,
            trace: trace
        )
        let detail = try RecordingDetail(body)
        if detail.recordingURL != nil {
            return (detail, "The newest recording's audio can be asked for.")
        }
        guard !detail.isReady else {
            throw .audioWithheld
        }
        return (detail, "The newest recording can be read; the provider is still at work on its audio.")
    }

    /// Makes a step of some work that gives a value and a sentence.
    private func step<Value: Sendable>(
        _ name: ConnectionTest.StepName,
        work: (CallTrace) async throws(DubberError) -> (Value, String)
    ) async -> (step: ConnectionTest.Step, value: Value?) {
        let trace = CallTrace()
        do throws(DubberError) {
            let (value, detail) = try await work(trace)
            return (.init(name: name, outcome: .passed, detail: detail, calls: trace.calls), value)
        } catch {
            let rest = isNeeded(name) ? "" : " The host field names the account, so the profile is not needed."
            let failed = ConnectionTest.Step(
                name: name,
                outcome: .failed,
                detail: error.sentence + rest,
                failure: error.failure,
                calls: trace.calls
            )
            return (failed, nil)
        }
    }

    private struct NamedAccount: Sendable {
        let account: String?
    }

    private func profile(_ body: [UInt8]) throws(DubberError) -> (NamedAccount, String) {
        guard let expected = peer.host.account else {
            let account = try ProfileReply.account(body)
            return (NamedAccount(account: account), "The profile names the account \(account).")
        }
        // Whatever it is called there: recordings are asked of the account in the host field.
        let named = try? ProfileReply.account(body)
        let detail =
            switch named {
            case expected?: "The profile names the account \(expected), as the host field does."
            case let other?: "The profile names the account \(other), the host field names \(expected), which is used."
            case nil: "The profile can be read; the host field names the account \(expected)."
            }
        return (NamedAccount(account: named), detail)
    }

    private func list(
        _ account: String,
        token: Secret,
        trace: CallTrace
    ) async throws(DubberError) -> (RecordingPage, String) {
        let body = try await calls.read(
            "/accounts/\(FormEncoding.encoded(account))/recordings",
            query: [(name: "count", value: String(Self.listedRecordings))],
            of: peer,
            token: token,
            isKept: isKept,
            trace: trace
        )
        let page = try RecordingPage(body)
        guard let newest = page.recordings.first else {
            return (page, "The list can be read; it is empty.")
        }
        let start = newest.startTime.formatted(.iso8601)
        return (page, "The list can be read; its newest recording began at \(start).")
    }

    private func skipped(_ name: ConnectionTest.StepName) -> ConnectionTest.Step {
        .init(name: name, outcome: .skipped, detail: "Not tried, because of what failed before.")
    }

    /// What the steps say of the host: without a token, an account and the list nothing can be found.
    private func host(_ steps: [ConnectionTest.Step]) -> ConnectionTest.Host {
        let failed = steps.first { $0.outcome == .failed && isNeeded($0.name) }
        return .init(
            position: peer.position,
            host: field,
            outcome: failed == nil ? .passed : .failed,
            detail: failed?.detail ?? "Recordings can be looked for on this host.",
            failure: failed?.failure,
            failedStep: failed?.name,
            steps: steps
        )
    }

    private func isNeeded(_ step: ConnectionTest.StepName) -> Bool {
        step != .profile || peer.host.account == nil
    }
}
