package import Foundation
package import Logging
package import Registry

/// The XML Web Services API: takes the body of a `POST`, answers in kind, and describes itself in WSDL.
///
/// Source: Call Recording Integration Entries; Web Services API.
package final class WebServicesEndpoint: Sendable {
    package let limits: WebServicesLimits
    private let dispatch: OperationDispatch
    private let logger: Logger
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - registry: what the operations read and change.
    ///   - isFeatureEnabled: the feature switch; off, the operations on entries answer 10701.
    ///   - limits: on requests, sessions and failed sign-ins.
    ///   - keeper: of sessions and lockouts, where others than the endpoint have it too; by default one of its own.
    ///   - logger: told of each request, never of a value in it.
    ///   - now: the time, for sessions, lockouts and the audit.
    package init(
        registry: Registry,
        isFeatureEnabled: Bool,
        limits: WebServicesLimits = WebServicesLimits(),
        keeper: AccessKeeper? = nil,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.limits = limits
        self.logger = logger
        self.now = now
        dispatch = OperationDispatch(
            registry: registry,
            isFeatureEnabled: isFeatureEnabled,
            limits: limits,
            keeper: keeper ?? AccessKeeper(limits: limits),
            guids: GUIDSource(now: now())
        )
    }

    /// How long a body may be, as its beginning tells.
    ///
    /// A long one is read only for somebody who has signed in: whoever has not needs few bytes to.
    ///
    /// - Parameter beginning: the first ``WebServicesLimits/bodyBytesBeforeSignIn`` bytes.
    /// - Returns: bytes.
    package func maximumBodyBytes(beginning: [UInt8]) -> Int {
        guard let id = SessionGlimpse.sessionID(in: beginning), dispatch.keeper.isSignedIn(id, now: now()) else {
            return limits.bodyBytesBeforeSignIn
        }
        return limits.bodyBytes
    }

    /// Performs one request; a change is in effect before the answer is there.
    ///
    /// - Returns: 200 with a `Response`, bare or enveloped as the request was; 400 or 413, or a SOAP fault, for what is no request.
    package func answer(_ request: WebServicesRequest) async -> WebServicesAnswer {
        let message: IncomingMessage
        do throws(IncomingMessage.Refusal) {
            message = try IncomingMessage(request, limits: limits)
        } catch {
            logger.info(
                "web services request refused",
                metadata: ["reason": "\(error.fault.reason)", "address": "\(request.remoteAddress)"]
            )
            return Self.answer(error)
        }
        let outcome: OperationResponse.Outcome
        do throws(OperationFailure) {
            outcome = try await dispatch.perform(message.request, address: request.remoteAddress, now: now())
        } catch {
            outcome = .fail(error)
        }
        log(message.request, outcome, request.remoteAddress)
        let response = OperationResponse(invokeID: message.request.invokeID, outcome: outcome)
        return Self.answer(response, to: message, contentType: request.contentType)
    }

    /// The service's description.
    ///
    /// - Parameter address: where requests are sent, an absolute URL.
    /// - Returns: WSDL 1.1 in UTF-8, to be sent as `text/xml; charset=utf-8`.
    package func wsdl(address: String) -> [UInt8] {
        Array(ServiceDescription.wsdl(address: address).utf8)
    }

    private func log(_ request: OperationRequest, _ outcome: OperationResponse.Outcome, _ address: String) {
        let result =
            switch outcome {
            case .done, .success: "success"
            case .fail(let failure): "\(failure.code.rawValue)"
            }
        logger.info(
            "web services request",
            metadata: [
                "operation": "\(request.operation?.rawValue ?? "unsupported")", "result": "\(result)",
                "address": "\(address)",
            ]
        )
    }

    private static func answer(
        _ response: OperationResponse,
        to message: IncomingMessage,
        contentType: String?
    ) -> WebServicesAnswer {
        guard let form = message.soapForm else {
            return WebServicesAnswer(
                status: 200,
                contentType: bareContentType(contentType),
                body: Array(response.xml.utf8)
            )
        }
        return WebServicesAnswer(
            status: 200,
            contentType: form.version.contentType,
            body: Array(form.envelope(around: response.xml).utf8)
        )
    }

    private static func answer(_ refusal: IncomingMessage.Refusal) -> WebServicesAnswer {
        if let version = refusal.soapVersion { return SOAPFault.answer(refusal.fault, version: version) }
        let failure = OperationFailure(.unknownError, refusal.fault.message)
        let response = OperationResponse(invokeID: nil, outcome: .fail(failure))
        return WebServicesAnswer(
            status: refusal.fault == .bodyTooLarge ? 413 : 400,
            contentType: bareContentType(nil),
            body: Array(response.xml.utf8)
        )
    }

    private static func bareContentType(_ asked: String?) -> String {
        let isApplication = asked.map { MediaType($0).name == "application/xml" } ?? false
        return isApplication ? "application/xml; charset=utf-8" : "text/xml; charset=utf-8"
    }
}
