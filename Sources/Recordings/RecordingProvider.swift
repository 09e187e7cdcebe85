/// An external provider of recordings, today Dubber: the one seam through which the service looks for and fetches recordings.
package protocol RecordingProvider: Sendable {
    /// Looks for the recordings of call segments that one entry answers for.
    ///
    /// - Parameters:
    ///   - segments: at most as many as one request may hold.
    ///   - entry: whose account is asked.
    ///   - probe: how far the lookup may go.
    ///   - isExplained: whether findings are wanted with the recordings that were weighed; where nobody looks at those, they are left out.
    ///   - report: called once for each segment, with its index in `segments`, as soon as its finding is known, in any order, never
    ///     concurrently.
    func find(
        _ segments: [CallSegment],
        entry: IntegrationEntry,
        probe: Probe,
        isExplained: Bool,
        report: @Sendable (Int, SegmentFinding) async -> Void
    ) async

    /// Where a recording's audio can be fetched from; nothing is asked until a location is wanted.
    func audioOrigin(of recording: RecordingID, entry: IntegrationEntry) -> any AudioOrigin

    /// What is left of the entry's allowance, a line for each host.
    func quota(entry: IntegrationEntry) async -> [QuotaStanding]

    /// How the entry's hosts have been doing, as far as they were asked; empty fields are left out.
    func hosts(entry: IntegrationEntry) -> [HostStanding]

    /// Forgets everything learned through an entry: tokens, lists, locations.
    func forget(entry: CallRecIntGUID) async
}
