internal import Foundation
internal import Hummingbird
internal import Recordings
internal import Registry
internal import SliceCache

/// What a request below an audio URL's path may do.
extension AudioAccess {
    /// The recording that a request's path names, and the entry to play it from.
    ///
    /// - Throws: 404 when the path names none, else what ``entry(_:recording:query:token:)`` says.
    func admit(
        _ request: Request,
        _ context: ServiceRequestContext
    ) throws -> (key: RecordingKey, entry: IntegrationEntry) {
        let asked = try AudioRequest(request, context)
        return (asked.key, try admit(asked))
    }

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
