import CCurl

/// What the transport's thread holds of one transfer; libcurl's callbacks end here.
final class TransferWork {
    let transfer: Transfer
    private let egress: EgressGuard
    private let gauges: TransferGauges
    private let limits: LimitWatch
    private var reader: HeadReader
    private(set) var clock: TransferClock
    private(set) var hasHead = false
    /// Connections the egress guard allowed and refused.
    private var allowedConnections = 0
    private var refusedConnections = 0
    /// Why a callback made libcurl give up.
    private var verdict: TransportError?
    /// Set while libcurl works on the transfer.
    var handle: EasyHandle?

    init(
        _ transfer: Transfer,
        configuration: HTTPClientConfiguration,
        gauges: TransferGauges,
        limits: LimitWatch
    ) {
        self.transfer = transfer
        self.egress = EgressGuard(rules: configuration.egress)
        self.gauges = gauges
        self.limits = limits
        self.reader = HeadReader(
            maximumBytes: configuration.maximumHeaderBytes,
            maximumFields: configuration.maximumHeaderFields
        )
        self.clock = TransferClock(
            limits: transfer.request.limits,
            maximumWait: configuration[transfer.request.claim.lane].wait,
            deadline: transfer.deadline,
            now: .now
        )
    }

    var id: ObjectIdentifier { ObjectIdentifier(transfer) }

    func enter(_ stage: TransferClock.Stage) {
        let wasPaused = clock.stage == .paused
        clock.enter(stage, now: .now)
        limits.include(clock.limit?.at)
        if wasPaused != (stage == .paused) {
            gauges.pausedChanges(by: wasPaused ? -1 : 1)
        }
    }

    /// Leaves the counts as if the transfer had never been.
    func leave() {
        if clock.stage == .paused {
            gauges.pausedChanges(by: -1)
        }
    }

    // MARK: Callbacks

    /// The connection is ready, new or used before, and the request about to be sent; for the second time when libcurl found the first connection closed.
    ///
    /// - Returns: whether it is sent.
    func connected() -> Bool {
        guard clock.stage != .awaitingHead || !transfer.request.isCounted else {
            verdict = .staleConnection
            return false
        }
        enter(.awaitingHead)
        return true
    }

    /// - Returns: whether the transfer goes on.
    func received(headLine line: UnsafeRawBufferPointer) -> Bool {
        switch reader.take(line) {
        case .more:
            return true
        case .head(let head):
            hasHead = true
            enter(.receiving)
            transfer.deliver(head)
            return true
        case .failure(let error):
            verdict = error
            return false
        }
    }

    /// - Returns: what libcurl is told: the bytes taken, or that the transfer pauses or ends.
    func received(body bytes: UnsafeRawBufferPointer) -> Int {
        switch transfer.offer(bytes) {
        case .stored, .handed:
            clock.progressed(now: .now)
            return bytes.count
        case .pause:
            enter(.paused)
            return ccurl_write_pause
        case .unwanted:
            verdict = .cancelled
            return 0
        }
    }

    func mayConnect(to address: IPAddress?) -> Bool {
        guard let address, egress.permits(address) else {
            refusedConnections += 1
            return false
        }
        allowedConnections += 1
        return true
    }

    // MARK: The end

    /// What a transfer came to that libcurl says is over; `nil` is a complete response.
    func outcome(_ code: CURLcode) -> TransportError? {
        if let verdict {
            return verdict
        }
        switch code {
        case CURLE_OK:
            return hasHead ? nil : .protocolViolation
        case CURLE_URL_MALFORMAT:
            return .invalidURL
        case CURLE_COULDNT_RESOLVE_HOST:
            return .nameNotResolved
        case CURLE_COULDNT_CONNECT:
            return refusedConnections > 0 && allowedConnections == 0 ? .refusedByEgress : .connectFailed
        case CURLE_OPERATION_TIMEDOUT:
            return clock.stage == .connecting ? .connectTimedOut : .stalled
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return .tlsFailed
        case CURLE_OUT_OF_MEMORY, CURLE_NO_CONNECTION_AVAILABLE:
            return .overloaded
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return .brokenOff
        default:
            return .protocolViolation
        }
    }
}
