import Testing

/// How a client reaches the service.
enum Wire: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case plain = "HTTP/1.1"
    case secure = "HTTP/1.1 over TLS"
    /// Spoken over TLS only.
    case http2 = "HTTP/2"

    var testDescription: String { rawValue }

    var isSecure: Bool { self != .plain }

    /// The one protocol that the handshake offers, so that no other can come of it; `nil` without TLS.
    var offers: [String]? {
        switch self {
        case .plain: nil
        case .secure: ["http/1.1"]
        case .http2: ["h2"]
        }
    }
}
