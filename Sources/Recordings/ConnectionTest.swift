/// What a try of an entry's way to its provider came to: each host, step by step.
///
/// Holds no secret.
package struct ConnectionTest: Sendable, Hashable {
    /// The raw value is the name on the wire.
    package enum Outcome: String, Sendable, Hashable {
        case passed
        case failed
        /// Not tried: an earlier step failed, or there is nothing to try.
        case skipped
    }

    /// What is tried, in this order; the raw value is the name on the wire.
    package enum StepName: String, Sendable, Hashable, CaseIterable {
        /// Sign in with the entry's credentials.
        case token
        /// Ask whose account the credentials belong to.
        case profile
        /// Read one page of the account's recordings.
        case list
        /// Ask for the newest recording as playback does.
        case detail
    }

    package struct Step: Sendable, Hashable {
        package let name: StepName
        package let outcome: Outcome
        /// A sentence that says what was seen.
        package let detail: String
        package let failure: ProviderFailure?
        /// In the order made, repetitions included.
        package let calls: [ProviderCall]

        package init(
            name: StepName,
            outcome: Outcome,
            detail: String,
            failure: ProviderFailure? = nil,
            calls: [ProviderCall] = []
        ) {
            self.name = name
            self.outcome = outcome
            self.detail = detail
            self.failure = failure
            self.calls = calls
        }
    }

    package struct Host: Sendable, Hashable {
        package let position: HostPosition
        /// The host field as configured.
        package let host: String
        /// `passed` when recordings can be looked for and played through this host.
        package let outcome: Outcome
        /// A sentence that says why.
        package let detail: String
        package let failure: ProviderFailure?
        /// The step that `failed` rests on; `nil` when the field itself cannot be used.
        package let failedStep: StepName?
        /// One for each ``StepName``; empty when the host was skipped or its field cannot be used.
        package let steps: [Step]

        package init(
            position: HostPosition,
            host: String,
            outcome: Outcome,
            detail: String,
            failure: ProviderFailure? = nil,
            failedStep: StepName? = nil,
            steps: [Step] = []
        ) {
            self.position = position
            self.host = host
            self.outcome = outcome
            self.detail = detail
            self.failure = failure
            self.failedStep = failedStep
            self.steps = steps
        }
    }

    /// In the order of the entry's host fields.
    package let hosts: [Host]

    package init(hosts: [Host]) {
        self.hosts = hosts
    }
}

/// Tries an entry's way to its provider, as an administrator wants to know it: asking anew, whatever is known or avoided by now.
package protocol ConnectionTester: Sendable {
    /// Tries every host of the entry; spends quota like any other request.
    ///
    /// - Parameters:
    ///   - entry: as it is, or as somebody is typing it.
    ///   - isKept: whether playback goes on from what is learned, such as a new token; not from what was only typed.
    /// - Returns: what came of it.
    func testConnection(of entry: IntegrationEntry, isKept: Bool) async -> ConnectionTest
}
