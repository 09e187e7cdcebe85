internal import Recordings

/// `GET /v1/users`: the users with their "Recording Playback" setting, by name.
struct UserList: Encodable, Sendable {
    struct UserPart: Encodable, Sendable {
        let username: String
        let fullName: String
        let scope: DebugAnswer.ScopePart
        /// The assigned entry's GUID.
        let recordingPlayback: Nullable<CallRecIntGUID>
        let administrator: Bool
        let playback: PlaybackPart
    }

    /// Whether the setting is of any use, whatever report is looked at.
    struct PlaybackPart: Encodable, Sendable {
        /// `permitted`, `notAssigned`, `entryUnknown` or `outOfScope`.
        let state: String
        let message: String
    }

    let users: [UserPart]
    let total: Int
    let nextOffset: Nullable<Int>

    /// A page of those users that are meant, whose names are given in order.
    init(_ snapshot: RegistrySnapshot, names: [String], page: ListPage) {
        users = page.cut(names).compactMap { snapshot.users[$0] }.map { user in
            UserPart(
                username: user.username,
                fullName: user.fullName,
                scope: .init(user.scope),
                recordingPlayback: Nullable(user.recordingPlayback),
                administrator: user.isAdministrator,
                playback: Self.playback(of: user, in: snapshot)
            )
        }
        total = names.count
        nextOffset = Nullable(page.next(total: names.count))
    }

    private static func playback(of user: ReportingUser, in snapshot: RegistrySnapshot) -> PlaybackPart {
        guard let guid = user.recordingPlayback else {
            return .init(state: "notAssigned", message: "No entry is assigned; no provider is ever asked.")
        }
        guard let entry = snapshot.entries[guid] else {
            return .init(state: "entryUnknown", message: "The assigned entry does not exist.")
        }
        guard entry.scope.serves(userScope: user.scope) else {
            return .init(
                state: "outOfScope",
                message: "The entry's scope, \(entry.scope), does not cover the user's, \(user.scope)."
            )
        }
        return .init(state: "permitted", message: "The assigned entry covers the user.")
    }
}
