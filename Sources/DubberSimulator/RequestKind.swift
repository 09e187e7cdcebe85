/// What a request of the provider's API or audio store is for; faults and counters go by it.
package enum RequestKind: String, Codable, Hashable, Sendable, CaseIterable, CodingKeyRepresentable {
    case token
    case profile
    /// The list of an account.
    case recordings
    /// One recording's detail.
    case recording
    case audio
    /// A wrong path.
    case other
}
