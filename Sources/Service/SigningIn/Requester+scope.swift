internal import Recordings

/// What a requester may see and change of the registry.
extension Requester {
    /// Refuses what only an administrator of everything may have.
    ///
    /// - Throws: 403.
    func checkEverything() throws(Problem) {
        guard !scope.isEverything else { return }
        throw .scopeNotSufficient("Only who administers everything may ask this; \(name.text) administers \(scope).")
    }

    /// Refuses an entry that is not the requester's to see.
    ///
    /// - Throws: 403.
    func check(_ entry: IntegrationEntry) throws(Problem) {
        guard !scope.covers(entry) else { return }
        throw .scopeNotSufficient("\(name.text) administers \(scope), and this entry lies outside.")
    }

    /// Refuses a user who is not the requester's to see; one who is not there is no other, so that nobody learns who is elsewhere.
    ///
    /// - Throws: 403.
    func check(user username: String, in snapshot: RegistrySnapshot) throws(Problem) {
        guard !scope.isEverything else { return }
        guard let user = snapshot.user(named: username), scope.covers(user) else {
            throw .scopeNotSufficient("\(name.text) administers \(scope), where there is no such user.")
        }
    }
}
