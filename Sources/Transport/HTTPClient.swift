package import Logging

/// An asynchronous HTTP client on libcurl: one thread for all transfers, bodies that are read at the reader's pace.
///
/// It speaks HTTP/2 where the server offers it over TLS, else HTTP/1.1, verifies certificates, reuses connections, and knows no
/// cookies, no proxies and no automatic decompression. When the client goes, its transfers end with ``TransportError/stopped``.
package final class HTTPClient: Sendable {
    private let configuration: HTTPClientConfiguration
    private let egress: EgressGuard
    private let inbox: TransferInbox
    private let gauges = TransferGauges()

    /// Starts the thread.
    ///
    /// - Throws: ``TransportError/overloaded`` when libcurl or the system refuses.
    package init(configuration: HTTPClientConfiguration, logger: Logger) throws(TransportError) {
        self.configuration = configuration
        self.egress = EgressGuard(rules: configuration.egress)
        let multi = try MultiHandle(configuration: configuration)
        self.inbox = TransferInbox(multi: multi)
        try TransferThread.start(
            multi: multi,
            inbox: inbox,
            configuration: configuration,
            gauges: gauges,
            logger: logger
        )
    }

    deinit {
        inbox.post(.stop)
    }

    /// Sends a request and waits for the head of its response; any status is a response.
    ///
    /// - Throws: whatever keeps the head from coming; what interrupts the body is thrown by the body.
    package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let deadline = request.limits.total.map { ContinuousClock.Instant.now + $0 }
        var request = request
        var url = try RequestURL(request.url)
        var redirects = 0
        while true {
            let response = try await sendOnce(request, to: url, deadline: deadline)
            guard let location = RedirectStep.location(status: response.status, headers: response.headers) else {
                return response
            }
            guard case .follow(let maximum) = request.redirects else {
                throw .redirectRefused
            }
            redirects += 1
            guard redirects <= maximum else {
                throw .tooManyRedirects
            }
            let step = try RedirectStep(
                status: response.status,
                location: location,
                previous: request,
                previousURL: url
            )
            request = step.request
            url = step.url
        }
    }

    private func sendOnce(
        _ request: HTTPRequest,
        to url: RequestURL,
        deadline: ContinuousClock.Instant?
    ) async throws(TransportError) -> HTTPResponse {
        guard egress.permits(url.scheme) else {
            throw .refusedByEgress
        }
        try request.check(maximumBodyBytes: configuration.maximumRequestBodyBytes)
        let transfer = Transfer(
            request: request,
            url: url,
            deadline: deadline,
            highWaterBytes: configuration.highWaterBytes,
            inbox: inbox
        )
        // From here on the transfer is given up whenever the body goes, also when waiting for the head fails.
        let body = ResponseBody(transfer)
        // Before it is sent for, so that nobody comes to wait for it unheard.
        request.claim.haste?.began(transfer)
        defer { request.claim.haste?.ended() }
        guard inbox.post(.start(transfer)) else {
            throw .stopped
        }
        let head = try await transfer.head()
        return HTTPResponse(
            status: head.status,
            headers: head.headers,
            endsWithConnection: head.endsWithConnection,
            body: body
        )
    }

    /// How many transfers are under way, paused and waiting.
    package var activity: TransferActivity {
        gauges.activity
    }

    /// The same of one lane.
    package func activity(of lane: TransferLane) -> LaneActivity {
        gauges.activity(of: lane)
    }

    /// Ends every transfer with ``TransportError/stopped``, closes all connections and lets the thread end; may be called again.
    package func shutdown() async {
        inbox.post(.stop)
        await inbox.waitUntilFinished()
    }
}
