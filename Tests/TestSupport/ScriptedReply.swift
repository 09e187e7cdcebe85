/// What the provider does in answer to one request, step by step.
package struct ScriptedReply: Sendable {
    package enum Step: Sendable {
        /// A status line and header fields; nothing is added to them.
        case head(status: Int, headers: [(name: String, value: String)])
        /// The bytes of a head, well-formed or not.
        case rawHead([UInt8])
        /// Bytes of the body, counted in ``ScriptedProvider/bodyBytesSent``; left out of the answer to a HEAD request.
        case body([UInt8])
        /// Goes on when the test opens the barrier.
        case wait(Barrier)
        /// Nothing more, with the connection left open.
        case stall
        /// Resets the connection (RST); a peer may lose bytes that it has not read yet.
        case reset
        /// Closes the connection in good order.
        case close
    }

    package var steps: [Step]

    package init(_ steps: [Step]) {
        self.steps = steps
    }

    /// A complete answer with `Content-Length`.
    package static func bytes(
        _ status: Int,
        headers: [(name: String, value: String)] = [],
        _ body: [UInt8] = []
    ) -> ScriptedReply {
        let length = (name: "Content-Length", value: String(body.count))
        return ScriptedReply([.head(status: status, headers: headers + [length]), .body(body)])
    }

    /// A complete answer of type `application/json`.
    package static func json(
        _ status: Int,
        _ text: String,
        headers: [(name: String, value: String)] = []
    ) -> ScriptedReply {
        .bytes(status, headers: [("Content-Type", "application/json; charset=utf-8")] + headers, Array(text.utf8))
    }

    /// A complete answer of type `text/html`, as gateways and sign-in pages send them.
    package static func html(_ status: Int, _ text: String) -> ScriptedReply {
        .bytes(status, headers: [("Content-Type", "text/html")], Array(text.utf8))
    }

    /// A redirect without a body.
    package static func redirect(_ status: Int, to location: String) -> ScriptedReply {
        .bytes(status, headers: [("Location", location)])
    }

    /// Silence: the request is read and never answered.
    package static let stall = ScriptedReply([.stall])

    /// The request is read and the connection reset.
    package static let reset = ScriptedReply([.reset])
}
