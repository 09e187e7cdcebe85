package import Recordings

/// What makes requests one playback: the same listener, from one address, by the same URL, of the same recording.
package struct PlaybackKey: Hashable, Sendable {
    /// Whose right a playback rests on.
    package enum Listener: Hashable, Sendable {
        /// A signed URL's user, with the URL's expiry in seconds since 1970 and its key's id.
        case user(String, expiresAt: Int64, keyID: String)
        /// An administrator's token, by its name.
        case token(String)
        /// Somebody who signed in to the console, by name.
        case person(String)
    }

    package enum Activity: Sendable, Hashable {
        case listening
        /// At the picture of its sound.
        case looking
    }

    package let listener: Listener
    package let entry: CallRecIntGUID
    package let recording: RecordingID
    /// The peer's address without its port.
    package let address: String
    /// Asked for as a file to keep.
    package let isDownload: Bool
    package let activity: Activity

    package init(
        listener: Listener,
        entry: CallRecIntGUID,
        recording: RecordingID,
        address: String,
        isDownload: Bool,
        activity: Activity = .listening
    ) {
        self.listener = listener
        self.entry = entry
        self.recording = recording
        self.address = address
        self.isDownload = isDownload
        self.activity = activity
    }
}
