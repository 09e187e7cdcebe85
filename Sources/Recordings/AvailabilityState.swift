/// What a report page is told about one row; the raw value is the name on the wire.
package enum AvailabilityState: String, Sendable, Hashable, CaseIterable, Codable {
    /// One recording was found, or several parts of one call; all can be played.
    case available
    /// The call ended moments ago, and its recording may still arrive.
    case processing
    case notFound
    /// The user has no "Recording Playback" assignment; no provider was contacted.
    case notAssigned
    /// The assigned entry does not cover the user's scope.
    case outOfScope
    case featureDisabled
    /// The recording is known but the provider has forgotten it by now.
    case expired
    /// Several recordings match and none wins; all are listed.
    case ambiguous
    case providerError
    /// Not checked: a budget or quota did not reach this row.
    case unknown
    /// The row itself cannot be understood.
    case invalid
}
