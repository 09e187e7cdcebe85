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

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .delete,
                "/v1/cache",
                "Removes audio from the cache; every criterion given must hold.",
                for: .role(.admin, reach: .scope),
                query: CacheSelection.fields
            )
        ) { _, context, query in
            let requester = try context.known
            return try await lane.run {
                let snapshot = registry.snapshot
                if let name = try query[CacheSelection.user] { try requester.check(user: name, in: snapshot) }
                let selection = try CacheSelection(query, in: snapshot)
                try selection.check(requester.scope, in: snapshot)
                return try JSONAnswer.response(Answer(purged: await cache.purge { selection.contains($0) }))
            }
        }
    }
}

/// Which recordings a purge means; every criterion given must hold.
struct CacheSelection: Sendable {
    private static let entry = QueryField.entry
    private static let recording = QueryField("recording", .text("a recording id")) { RecordingID($0) }
    private static let telSysID = QueryField.wholeNumber("telSysID", in: Int(Int32.min)...Int(Int32.max))
    static let user = QueryField.text("user")
    private static let all = QueryField("all", .choice(["true"])) { $0 == "true" ? true : nil }

    static let fields: [any QueryParameter] = [entry, recording, telSysID, user, all]

    private var entries: Set<CallRecIntGUID>?
    private let recording: RecordingID?

    /// Reads the criteria; at least one must be given, `all` among them.
    ///
    /// - Throws: 400 where none is given, or one is of a user who is not there.
    init(_ query: QueryValues, in snapshot: RegistrySnapshot) throws(Problem) {
        guard !query.isEmpty else {
            throw .badQuery("Say what to purge: entry, recording, telSysID, user or all.")
        }
        recording = try query[Self.recording]
        if let entry = try query[Self.entry] { restrict(to: [entry]) }
        if let number = try query[Self.telSysID] {
            let server = TelSysID(Int32(number))
            restrict(to: Set(snapshot.entries.values.filter { $0.scope.telSysID == server }.map(\.callRecIntGUID)))
        }
        if let name = try query[Self.user] {
            guard let user = snapshot.user(named: name) else { throw .badQuery("There is no user of this name.") }
            restrict(to: user.recordingPlayback.map { [$0] } ?? [])
        }
    }

    /// Refuses what reaches beyond an administrator's scope: nothing then is removed.
    ///
    /// - Throws: 403.
    func check(_ scope: AdministratorScope, in snapshot: RegistrySnapshot) throws(Problem) {
        guard !scope.isEverything else { return }
        guard let entries, entries.allSatisfy({ snapshot.entries[$0].map { scope.covers($0) } ?? false }) else {
            throw .scopeNotSufficient("Say whose audio to remove: by entry, telSysID or user within \(scope).")
        }
    }

    private mutating func restrict(to wanted: Set<CallRecIntGUID>) {
        entries = entries?.intersection(wanted) ?? wanted
    }

    func contains(_ key: RecordingKey) -> Bool {
        (entries?.contains(key.entry) ?? true) && (recording.map { $0 == key.recording } ?? true)
    }
}
