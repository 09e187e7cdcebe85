/// A `<Request>`, its parts found but not yet judged.
struct OperationRequest: Sendable {
    static let elementName = "Request"

    /// As sent, to be echoed; `nil` when absent.
    let invokeID: String?
    let operation: OperationName?
    let sessionID: String?
    let offset: String?
    let limit: String?
    let payload: MessageElement?

    /// - Throws: `notARequest`, `elementRepeated`, `nilContradictory`, `invokeIDTooLong`.
    init(_ element: MessageElement, limits: WebServicesLimits) throws(RequestFault) {
        guard element.name == Self.elementName else { throw .notARequest }
        invokeID = try element.child("InvokeID")?.text
        guard (invokeID ?? "").unicodeScalars.count <= limits.invokeIDLength else { throw .invokeIDTooLong }
        operation = element.attributes["Operation"].flatMap(OperationName.init)
        sessionID = try Self.text(element, "SessionID")
        offset = try Self.text(element, "Offset")
        limit = try Self.text(element, "Limit")
        payload = try element.child("OperationPayload")
    }

    private static func text(_ element: MessageElement, _ name: String) throws(RequestFault) -> String? {
        try element.child(name).map { PropertyText.trimmed($0.text) }
    }
}

/// The operations that are supported, by the value of a request's `Operation` attribute, with its case.
package enum OperationName: String, Hashable, Sendable, CaseIterable {
    case createSession = "CreateSession"
    case authenticate = "Authenticate"
    case logout = "Logout"
    case callRecIntAdd = "CallRecIntAdd"
    case callRecIntChange = "CallRecIntChange"
    case callRecIntDelete = "CallRecIntDelete"
    case callRecIntInfo = "CallRecIntInfo"
    case callRecIntList = "CallRecIntList"
}
