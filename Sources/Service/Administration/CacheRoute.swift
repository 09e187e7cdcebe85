internal import Hummingbird
internal import Recordings
internal import Registry
internal import SliceCache

/// `DELETE /v1/cache`: removes audio from the cache, by recording, entry, Telephony Server or user; for administrators.
struct CacheRoute: Sendable {
    let cache: SliceCache
    let registry: Registry
    let lane: WorkLane

    private struct Answer: Encodable {
        let purged: Int
    }

    func add(to router: Router<ServiceRequestContext>) {
        router.delete("/v1/cache") { try await purge($0, $1) }
    }

    private func purge(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try context.require(.admin)
        let query = request.uri.queryParameters
        let pairs = query.map { (String($0.key), String($0.value)) }
        return try await lane.run {
            let selection = try CacheSelection(pairs, in: registry.snapshot)
            return try JSONAnswer.response(Answer(purged: await cache.purge { selection.contains($0) }))
        }
    }
}

/// Which recordings a purge means; every criterion given must hold.
struct CacheSelection: Sendable {
    private var entries: Set<CallRecIntGUID>?
    private var recording: RecordingID?

    /// Reads the criteria; at least one must be given, `all` among them.
    init(_ pairs: [(String, String)], in snapshot: RegistrySnapshot) throws(Problem) {
        guard !pairs.isEmpty else { throw Self.refusal("Say what to purge: entry, recording, telSysID, user or all.") }
        for (name, value) in pairs {
            switch name {
            case "entry":
                restrict(to: [CallRecIntGUID(value)])
            case "recording":
                guard let recording = RecordingID(value) else { throw Self.refusal("recording is not a recording id.") }
                self.recording = recording
            case "telSysID":
                guard let number = Int32(value) else { throw Self.refusal("telSysID must be a whole number.") }
                let server = TelSysID(number)
                restrict(to: Set(snapshot.entries.values.filter { $0.scope.telSysID == server }.map(\.callRecIntGUID)))
            case "user":
                guard let user = snapshot.user(named: value) else {
                    throw Self.refusal("There is no user of this name.")
                }
                restrict(to: user.recordingPlayback.map { [$0] } ?? [])
            case "all" where value == "true":
                continue
            default:
                throw Self.refusal("There is no criterion \(name.prefix(40)) with this value.")
            }
        }
    }

    private mutating func restrict(to wanted: Set<CallRecIntGUID>) {
        entries = entries?.intersection(wanted) ?? wanted
    }

    func contains(_ key: RecordingKey) -> Bool {
        (entries?.contains(key.entry) ?? true) && (recording.map { $0 == key.recording } ?? true)
    }

    private static func refusal(_ detail: String) -> Problem {
        Problem(status: 400, code: "badQuery", title: "Bad query", detail: detail)
    }
}
