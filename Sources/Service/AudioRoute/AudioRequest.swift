internal import Hummingbird
internal import PlaybackAudit
internal import Recordings
internal import SliceCache

/// What a request for audio says of itself: which recording, by which right, from where.
struct AudioRequest: Sendable {
    let key: RecordingKey
    let query: AudioAccess.Query
    let requester: Requester?
    /// Whoever asks, where trusted proxies forward for him; without a port.
    let address: String
    let isDownload: Bool

    /// What the signature covers, and itself.
    static let signedFields = ["user", "exp", "kid", "sig"].map { QueryField.text($0) }
    private static let download = QueryField.text("download")
    static let fields = signedFields + [download]

    /// Reads a request below an audio URL's path.
    ///
    /// - Throws: 404 when the path names no recording.
    init(_ context: ServiceRequestContext, _ query: QueryValues) throws {
        try self.init(context.parameters, query, requester: context.requester, address: context.clientAddress ?? "")
    }

    /// Reads a request whose address was taken apart.
    ///
    /// - Throws: 404 when the path names no recording.
    init(_ parameters: Parameters, _ query: QueryValues, requester: Requester?, address: String) throws {
        guard let recording = parameters.get("recording").flatMap({ RecordingID($0) }),
            let guid = parameters.get("entry").map({ CallRecIntGUID($0) })
        else { throw HTTPError(.notFound) }
        key = RecordingKey(entry: guid, recording: recording)
        self.query = .init(
            user: query["user"],
            exp: query["exp"],
            kid: query["kid"],
            sig: query["sig"],
            hasDoubles: Self.fields.contains { query.isRepeated($0.name) }
        )
        self.requester = requester
        self.address = address
        isDownload = query[Self.download.name] == "1"
    }

    /// The parts of its URL that a signature covers; `nil` where it has none, or is not written as ours are.
    var signedURL: AudioURL? {
        guard query.sig != nil, let user = query.user, let keyID = query.kid,
            let expiresAt = query.exp.flatMap({ AudioURL.expiry($0) })
        else { return nil }
        return AudioURL(
            entry: key.entry,
            recording: key.recording,
            username: user,
            expiresAt: expiresAt,
            keyID: keyID
        )
    }

    /// Where its answer is counted, and by which right it is given; only once it was admitted.
    ///
    /// - Throws: 401 for who has no right at all, whom nobody admits.
    func terms() throws(Problem) -> AnswerTerms {
        if let url = signedURL { return AnswerTerms(audio: url, address: address) }
        guard let requester else { throw AudioAccess.noRight }
        return AnswerTerms(audioOf: key.entry, by: requester, address: address)
    }

    /// The playback that a request belongs to; only once it was admitted, for until then its words prove nothing.
    var playback: PlaybackKey { key(of: .listening, isDownload: isDownload) }

    /// What a request for the picture of the sound belongs to; only once it was admitted.
    var looking: PlaybackKey { key(of: .looking, isDownload: false) }

    private func key(of activity: PlaybackKey.Activity, isDownload: Bool) -> PlaybackKey {
        var listener =
            switch requester?.name {
            case .person(let name): PlaybackKey.Listener.person(name)
            case .token(let name): PlaybackKey.Listener.token(name)
            case nil: PlaybackKey.Listener.token("")
            }
        if let url = signedURL { listener = .user(url.username, expiresAt: url.expiresAt, keyID: url.keyID) }
        return PlaybackKey(
            listener: listener,
            entry: key.entry,
            recording: key.recording,
            address: address,
            isDownload: isDownload,
            activity: activity
        )
    }
}

extension PlaybackAudit {
    /// Takes note of a request that played nothing.
    ///
    /// - Parameters:
    ///   - asked: the request.
    ///   - error: what it was answered with.
    ///   - isProven: whether the request's signature was right.
    func notPlayed(_ asked: AudioRequest, _ error: any Error, isProven: Bool) {
        notPlayed(
            code: ErrorReply.problem(for: error).code,
            user: isProven ? asked.query.user : nil,
            entry: asked.key.entry,
            recording: asked.key.recording,
            address: asked.address,
            isDownload: asked.isDownload
        )
    }
}
