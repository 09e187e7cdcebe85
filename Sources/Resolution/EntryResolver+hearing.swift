package import Recordings

extension EntryResolver {
    /// Whether a user may hear recordings of an entry at this moment: the right that each audio request is checked against.
    ///
    /// An audio URL does not say which report it came from. So the demonstration entry is open to every user with an assignment, and
    /// any other entry to the users it is assigned to and whose scope it serves. Agrees with ``resolve(_:in:)`` without building an explanation.
    ///
    /// - Returns: the entry as it is now; `nil` when the user may not hear it.
    package func mayHear(
        username: String,
        entry guid: CallRecIntGUID,
        in snapshot: RegistrySnapshot
    ) -> IntegrationEntry? {
        guard isFeatureEnabled, let user = snapshot.user(named: username), let assigned = user.recordingPlayback else {
            return nil
        }
        if guid == .demonstrationSimulator {
            return snapshot.entries[guid]
        }
        guard guid == assigned, let entry = snapshot.entries[guid], entry.scope.serves(userScope: user.scope) else {
            return nil
        }
        return entry
    }
}
