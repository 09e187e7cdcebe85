internal import Recordings

extension IntegrationEntry {
    /// The same entry under another revision.
    func with(revision: Int64) -> IntegrationEntry {
        IntegrationEntry(
            callRecIntGUID: callRecIntGUID,
            callRecIntType: callRecIntType,
            scope: scope,
            description: description,
            settings: settings,
            revision: revision
        )
    }
}
