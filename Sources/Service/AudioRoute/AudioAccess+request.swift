internal import Recordings
internal import SliceCache

/// What a request below an audio URL's path may do.
extension AudioAccess {
    /// The entry to play from.
    ///
    /// - Throws: what ``entry(_:recording:query:token:)`` says.
    func admit(_ asked: AudioRequest) throws(Problem) -> IntegrationEntry {
        try entry(asked.key.entry, recording: asked.key.recording, query: asked.query, token: asked.token)
    }

    /// What an answer to a request rests on that was admitted just now.
    func right(of asked: AudioRequest) -> PlaybackRight {
        PlaybackRight(asked.terms.right, of: rights)
    }
}
