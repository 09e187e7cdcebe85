/// What clients ask of an account beside its recordings.
package enum AccountPart: Hashable, Sendable {
    case itself
    case users
    case dubPoints
    /// Transcript and sentiment of a recording.
    case insight(recording: String)
}
