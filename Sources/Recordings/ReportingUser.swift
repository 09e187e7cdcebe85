/// A user of the reporting application, as far as playback is concerned.
package struct ReportingUser: Hashable, Sendable {
    package let username: String
    package let fullName: String
    package let scope: Scope
    /// Whether the user may administer entries within its scope through the Web Services API.
    package let isAdministrator: Bool
    /// The "Recording Playback" setting: the assigned entry, or `nil` for no playback at all.
    package let recordingPlayback: CallRecIntGUID?

    package init(
        username: String,
        fullName: String,
        scope: Scope,
        recordingPlayback: CallRecIntGUID?,
        isAdministrator: Bool
    ) {
        self.username = username
        self.fullName = fullName
        self.scope = scope
        self.recordingPlayback = recordingPlayback
        self.isAdministrator = isAdministrator
    }
}
