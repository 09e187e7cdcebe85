internal import Recordings
internal import SliceCache

/// What a request below an audio URL's path may do.
extension AudioAccess {
    /// The entry to play from.
    ///
    /// - Throws: what ``entry(_:recording:query:requester:)`` says.
    func admit(_ asked: AudioRequest) throws(Problem) -> IntegrationEntry {
        try entry(asked.key.entry, recording: asked.key.recording, query: asked.query, requester: asked.requester)
    }

    /// What an answer to a request rests on that was admitted just now.
    ///
    /// - Throws: 401 for who was not.
    func right(of asked: AudioRequest) throws(Problem) -> PlaybackRight {
        PlaybackRight(try asked.terms().right, of: rights)
    }
}
