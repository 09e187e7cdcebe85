internal import Hummingbird
internal import Recordings
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
        guard let recording = context.parameters.get("recording").flatMap({ RecordingID($0) }),
            let guid = context.parameters.get("entry").map({ CallRecIntGUID($0) })
        else { throw HTTPError(.notFound) }
        let query = request.uri.queryParameters
        let entry = try entry(
            guid,
            recording: recording,
            query: .init(
                user: query["user"].map(String.init),
                exp: query["exp"].map(String.init),
                kid: query["kid"].map(String.init),
                sig: query["sig"].map(String.init)
            ),
            token: context.token
        )
        return (RecordingKey(entry: guid, recording: recording), entry)
    }
}
