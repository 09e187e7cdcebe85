internal import Foundation
internal import Logging
internal import Recordings
internal import Sharing
internal import Transport

/// Makes single requests to a host: past the host's health and the key's quota, with the waits and retries that the provider asks for.
final class DubberWire: Sendable {
    /// A request below a host's base address.
    struct Call: Sendable {
        var method = "GET"
        /// Without query, such as `/accounts/acme/recordings`.
        let path: String
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []
        var endpoint = ReplyVerdict.Endpoint.api
        var priority = QuotaPriority.availability
        /// The longest answer that is read; `nil` for the usual one.
        var maximumBytes: Int?
        /// Whether the host is asked although it is left alone for a while.
        var asksDownHosts = false
    }

    let configuration: DubberConfiguration
    let ledger: any QuotaLedger
    let health: HostHealthBoard
    let pace: Pace
    let now: @Sendable () -> Date
    private let onCall: @Sendable (CallRecIntGUID, String, ProviderCall) -> Void
    private let client: HTTPClient
    private let logger: Logger
    private let lastFailures = RecentTable<String, ProviderFailure>(capacity: HostHealthBoard.defaultMaximumHosts)

    init(
        configuration: DubberConfiguration,
        client: HTTPClient,
        ledger: any QuotaLedger,
        health: HostHealthBoard,
        pace: Pace,
        logger: Logger,
        now: @escaping @Sendable () -> Date,
        onCall: @escaping @Sendable (CallRecIntGUID, String, ProviderCall) -> Void = { _, _, _ in }
    ) {
        self.onCall = onCall
        self.configuration = configuration
        self.client = client
        self.ledger = ledger
        self.health = health
        self.pace = pace
        self.logger = logger
        self.now = now
    }

    /// The body of a successful answer.
    ///
    /// - Throws: what the last attempt came to.
    func send(_ call: Call, to peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> [UInt8] {
        var plan = RetryPlan(limits: configuration.retries)
        while true {
            do {
                return try await attempt(call, peer: peer, trace: trace)
            } catch {
                guard let delay = plan.delay(after: error) else {
                    throw await settle(error, peer: peer)
                }
                await ledger.holdBack(peer.quotaKey, by: delay)
            }
        }
    }

    private func attempt(_ call: Call, peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> [UInt8] {
        guard call.asksDownHosts || health.mayAsk(peer.host.name, now: now()) else {
            throw .hostDown(lastFailures[peer.host.name] ?? .unreachable)
        }
        let purpose: QuotaPurpose = call.endpoint == .token ? .token : .api
        try await ledger.takeTurn(peer.quotaKey, purpose: purpose, priority: call.priority)
        let started = pace.elapsed()
        var status: Int?
        var code: Int?
        defer {
            let milliseconds = Int((pace.elapsed() - started) / .milliseconds(1))
            let made = ProviderCall(
                method: call.method,
                path: call.path,
                status: status,
                code: code,
                milliseconds: milliseconds
            )
            trace.add([made])
            onCall(peer.entry, peer.host.name, made)
        }
        let reply = try await exchange(call, peer: peer)
        status = reply.status
        let verdict = ReplyVerdict(reply, endpoint: call.endpoint, now: now())
        code = verdict.code
        if let error = verdict.error {
            throw error
        }
        health.succeeded(peer.host.name)
        return reply.body
    }

    private func exchange(_ call: Call, peer: DubberPeer) async throws(DubberError) -> ReplyFacts {
        let request = HTTPRequest(
            method: call.method,
            url: peer.host.baseURL + call.path + FormEncoding.query(call.query),
            headers: [("Accept", "application/json")] + call.headers,
            body: call.body,
            limits: configuration.limits,
            isCounted: true,
            claim: TransferClaim(lane: .calls, party: peer.entry.rawValue)
        )
        do {
            let response = try await client.send(request)
            let body = try await response.body.collect(upTo: call.maximumBytes ?? configuration.maximumDetailBytes)
            return ReplyFacts(
                status: response.status,
                gatewayCode: response.headers["X-Mashery-Error-Code"],
                retryAfter: response.headers.all("Retry-After").max { $0.utf8.count < $1.utf8.count },
                date: response.headers["Date"],
                contentEncoding: response.headers.all("Content-Encoding").joined(separator: ","),
                body: body
            )
        } catch {
            throw DubberError(error)
        }
    }

    /// Draws the conclusions of an error that stands, for those who come after.
    ///
    /// - Returns: the error, with the time until the quota's reset where that is what lacks.
    private func settle(_ error: DubberError, peer: DubberPeer) async -> DubberError {
        var error = error
        switch error {
        case .hostDown, .allowanceSpent, .tooManyWaiting, .cancelled, .hostNotUsable:
            return error
        case .quotaExhausted(let retryAfterSeconds):
            let seconds = await ledger.exhaust(peer.quotaKey, retryAfterSeconds: retryAfterSeconds)
            error = .quotaExhausted(retryAfterSeconds: seconds)
            health.succeeded(peer.host.name)
        case _ where error.isHostAtFault:
            lastFailures[peer.host.name] = error.failure
            health.failed(peer.host.name, now: now())
        default:
            health.succeeded(peer.host.name)
        }
        logger.info(
            "provider request failed",
            metadata: [
                "entry": "\(peer.entry)", "host": "\(peer.host.name)", "reason": "\(error.reason)",
            ]
        )
        return error
    }
}

extension DubberError {
    /// What a failed transfer means.
    init(_ error: TransportError) {
        self =
            switch error {
            case .invalidURL, .invalidRequest, .refusedByEgress: .hostNotUsable
            case .nameNotResolved, .connectFailed, .tlsFailed, .brokenOff: .unreachable
            case .staleConnection: .connectionLost
            case .connectTimedOut, .firstByteTimedOut, .stalled, .totalTimedOut: .timedOut
            case .redirectRefused, .tooManyRedirects, .bodyTooLarge, .headersTooLarge, .protocolViolation:
                .unexpectedAnswer
            case .overloaded: .tooManyWaiting
            case .cancelled, .stopped: .cancelled
            }
    }
}
