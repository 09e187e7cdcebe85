internal import Recordings
internal import Registry

/// How much belongs to an object; `nil` where counting would cost much.
struct ObjectFigures: Sendable {
    /// Of what was just made.
    static let none = ObjectFigures(partitions: 0, entries: 0, users: 0, outOfScopeUsers: 0)

    let partitions: Int?
    let entries: Int?
    let users: Int?
    /// Users that an entry is assigned to and does not cover.
    let outOfScopeUsers: Int?

    private init(partitions: Int?, entries: Int?, users: Int?, outOfScopeUsers: Int?) {
        self.partitions = partitions
        self.entries = entries
        self.users = users
        self.outOfScopeUsers = outOfScopeUsers
    }

    /// Counts as far as an administrator of a scope is told.
    init(of object: RegistryObject, in registry: Registry, shownTo scope: AdministratorScope) async throws {
        switch object {
        case .user: self = .none
        case .entry(let entry):
            let assigned = registry.snapshot.assignedUsers[entry.callRecIntGUID] ?? AssignedUsers()
            self.init(partitions: 0, entries: 0, users: assigned.count, outOfScopeUsers: assigned.outOfScope)
        case .telephonyServer, .partition:
            let part = scope.covers(object.scope) ? object.scope : scope.component
            self.init(
                partitions: try await registry.partitionCount(within: part),
                entries: try await registry.entryCount(within: part),
                users: try await registry.userCount(within: part),
                outOfScopeUsers: 0
            )
        }
    }
}

extension StoredObject {
    /// The object as it is told: what may be said of it, without credentials and password, and what is only read.
    func json(_ figures: ObjectFigures) -> JSONValue {
        switch object {
        case .telephonyServer:
            object.document.with([
                "partitionCount": .whole(figures.partitions), "entryCount": .whole(figures.entries),
                "userCount": .whole(figures.users),
            ])
        case .partition:
            object.document.with(["entryCount": .whole(figures.entries), "userCount": .whole(figures.users)])
        case .entry(let entry):
            object.document.with([
                "credentialsSet": .list(entry.settings.credentialsSet.map { .text($0) }),
                "demonstrationSimulator": .flag(entry.callRecIntGUID == .demonstrationSimulator),
                "userCount": .whole(figures.users), "outOfScopeUserCount": .whole(figures.outOfScopeUsers),
            ])
        case .user(let user):
            object.document.with([
                "passwordSet": .flag(hasPassword),
                "playback": UserList.PlaybackPart(of: user, entryScope: assignedScope).json,
            ])
        }
    }
}

extension APICommunicationSettings {
    /// The names of the credentials that have a value.
    fileprivate var credentialsSet: [String] {
        [
            ("authUserID1", authUserID1), ("authUserID2", authUserID2), ("apiParameter1", apiParameter1),
            ("apiParameter2", apiParameter2),
        ]
        .filter { !$0.1.isEmpty }.map(\.0)
    }
}

extension UserList.PlaybackPart {
    fileprivate var json: JSONValue { .object(["state": .text(state), "message": .text(message)]) }
}
