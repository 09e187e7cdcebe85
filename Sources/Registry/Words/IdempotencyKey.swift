package import Foundation

/// What a client says of a request that it may have to send again, not knowing whether it was done: the second time it is answered as the first, and
/// nothing is done.
package struct IdempotencyKey: Sendable {
    /// In characters.
    package static let maximumLength = 255
    /// How long an answer is kept.
    package static let lifetimeSeconds: TimeInterval = 24 * 60 * 60
    /// Answers that are kept; beyond these, the oldest go.
    package static let maximumAnswers: Int64 = 10_000
    /// What they may take, in bytes; beyond these, the oldest go.
    package static let maximumBytes: Int64 = 64 * 1024 * 1024

    /// Chosen by the client.
    package let text: String
    /// Who asks: another may choose the same.
    package let requester: String
    /// What is asked for.
    package let path: String
    let body: Data

    /// - Parameters:
    ///   - text: chosen by the client.
    ///   - requester: who asks.
    ///   - path: what is asked for.
    ///   - body: as it came; kept as a hash alone.
    package init(_ text: String, requester: String, path: String, body: Data) {
        self.text = text
        self.requester = requester
        self.path = path
        self.body = body
    }
}

/// What became of a request that may come a second time.
package enum Once<Outcome: Sendable>: Sendable {
    case done(Outcome)
    /// It was done before; this is what was answered then.
    case repeated(Data)
}
