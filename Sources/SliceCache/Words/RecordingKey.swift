package import Recordings

/// What the cache keeps audio under: one recording of one integration entry.
package struct RecordingKey: Hashable, Sendable {
    package let entry: CallRecIntGUID
    package let recording: RecordingID

    package init(entry: CallRecIntGUID, recording: RecordingID) {
        self.entry = entry
        self.recording = recording
    }
}
