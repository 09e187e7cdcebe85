internal import Logging
internal import Recordings
internal import Transport

/// Asks an identity provider, by our own client: with limits on time and bytes, and without following redirects.
struct ProviderCalls: Sendable {
    private static let maximumBodyBytes = 262_144
    private static let limits = TransferLimits(
        connect: .seconds(5),
        firstByte: .seconds(10),
        stall: .seconds(5),
        total: .seconds(15)
    )

    let client: HTTPClient

    /// A client of its own: the operator names the provider, which may well be inside, and no administrator of entries can.
    ///
    /// - Throws: `overloaded`.
    static func makeClient(for issuer: String, logger: Logger) throws(TransportError) -> HTTPClient {
        var configuration = HTTPClientConfiguration()
        configuration.egress = EgressRules(allowPlainHTTP: issuer.hasPrefix("http:"), allowPrivateAddresses: true)
        configuration.calls = LaneLimits(running: 8, runningPerHost: 8, runningPerParty: 8, waiting: 64)
        return try HTTPClient(configuration: configuration, logger: logger)
    }

    /// - Throws: `providerUnreachable` for everything but a whole answer with the status 200.
    func get(_ address: String) async throws(OpenIDConnectFailure) -> [UInt8] {
        try await send(HTTPRequest(url: address, headers: [("Accept", "application/json")], limits: Self.limits)).body
    }

    /// Posts a form.
    ///
    /// - Returns: the answer's body, and whether its status was 200.
    /// - Throws: `providerUnreachable` when there is no answer, or one of 500 and more.
    func post(
        _ fields: [(name: String, value: String)],
        to address: String,
        authorization: Secret?
    ) async throws(OpenIDConnectFailure) -> (body: [UInt8], isDone: Bool) {
        var headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")]
        if let authorization { headers.append(("Authorization", authorization.reveal())) }
        let form = fields.map { "\(FormText.escaped($0.name))=\(FormText.escaped($0.value))" }.joined(separator: "&")
        return try await send(
            HTTPRequest(
                method: "POST",
                url: address,
                headers: headers,
                body: Array(form.utf8),
                limits: Self.limits,
                isCounted: true
            ),
            mayRefuse: true
        )
    }

    private func send(
        _ request: HTTPRequest,
        mayRefuse: Bool = false
    ) async throws(OpenIDConnectFailure) -> (body: [UInt8], isDone: Bool) {
        do throws(TransportError) {
            let response = try await client.send(request)
            let body = try await response.body.collect(upTo: Self.maximumBodyBytes)
            let isDone = response.status == 200
            if isDone || mayRefuse && (400..<500).contains(response.status) { return (body, isDone) }
        } catch {
            throw .providerUnreachable
        }
        throw .providerUnreachable
    }
}
