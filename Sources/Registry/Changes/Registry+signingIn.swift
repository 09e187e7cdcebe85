internal import Synchronization

/// What sessions of people are held against.
extension Registry {
    /// The token of a name, which no other ever has, as it is now; from memory, looking through all.
    ///
    /// - Returns: `nil` when it was revoked, or there is none.
    package func acceptedToken(named name: String) -> APIToken? {
        held.withLock { contents in contents.tokens.values.first { $0.name == name } }
    }
}
