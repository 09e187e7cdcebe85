/// A `<Response>`.
struct OperationResponse: Hashable, Sendable {
    enum Outcome: Hashable, Sendable {
        /// Success with nothing to tell.
        case done
        case success([ResponseItem])
        case fail(OperationFailure)
    }

    /// Echoed; left out when the request had none.
    let invokeID: String?
    let outcome: Outcome

    /// The document, without declaration; elements and their order are those of the API's samples.
    var xml: String {
        let echo = invokeID.map { "<InvokeID>\(XMLText.escaped($0))</InvokeID>\n" } ?? ""
        return switch outcome {
        case .done:
            "<Response Result=\"Success\">\n\(echo)</Response>"
        case .success(let items):
            "<Response Result=\"Success\">\n\(echo)<Success>\n\(items.map(\.xml).joined())</Success>\n</Response>"
        case .fail(let failure):
            """
            <Response Result="Fail">
            \(echo)<Fail>
            <ErrorCode>\(failure.code.rawValue)</ErrorCode>
            <ErrorMessage>\(XMLText.escaped(failure.message))</ErrorMessage>
            </Fail>
            </Response>
            """
        }
    }
}

/// A property or container of an answer.
enum ResponseItem: Hashable, Sendable {
    case property(PropertyName, String)
    /// Without a name in lists.
    indirect case container(PropertyName?, [ResponseItem])

    /// Each element on a line of its own.
    var xml: String {
        switch self {
        case .property(let name, let text):
            "<Property Name=\"\(name.rawValue)\">\(XMLText.escaped(text))</Property>\n"
        case .container(let name, let items):
            "<Container\(name.map { " Name=\"\($0.rawValue)\"" } ?? "")>\n\(items.map(\.xml).joined())</Container>\n"
        }
    }
}
