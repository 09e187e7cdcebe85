internal import Recordings
internal import Registry

/// `GET /v1/users`: the users with their "Recording Playback" setting, by name.
struct UserList: Encodable, Sendable {
    struct UserPart: Encodable, Sendable {
        let username: String
        let fullName: String
        let scope: DebugAnswer.ScopePart
        /// What the scope's Telephony Server is called, and its Partition; as many as it has.
        let scopeNames: [String]
        /// The assigned entry's GUID.
        let recordingPlayback: Nullable<CallRecIntGUID>
        /// What that entry is called; `null` without one.
        let recordingPlaybackDescription: Nullable<String>
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
    /// `null` where a search finds very many.
    let total: Nullable<Int>
    /// What to ask for the next page with; `null` on the last.
    let next: Nullable<String>

    /// - Parameters:
    ///   - page: which users, in their order.
    ///   - total: how many there are on all pages.
    ///   - registry: where they are.
    init(_ page: RegistryPage<String>, total: Int?, of registry: Registry) {
        let snapshot = registry.snapshot
        users = page.keys.compactMap { snapshot.user(named: $0) }.map { user in
            UserPart(
                username: user.username,
                fullName: user.fullName,
                scope: .init(user.scope),
                scopeNames: registry.names(of: user.scope),
                recordingPlayback: Nullable(user.recordingPlayback),
                recordingPlaybackDescription: Nullable(
                    user.recordingPlayback.flatMap { snapshot.entries[$0]?.description }
                ),
                administrator: user.isAdministrator,
                playback: .init(
                    of: user,
                    entryScope: user.recordingPlayback.flatMap { snapshot.entries[$0]?.scope }
                )
            )
        }
        self.total = Nullable(total)
        next = Nullable(page.next?.text)
    }
}

extension UserList.PlaybackPart {
    /// - Parameters:
    ///   - user: whose setting it is.
    ///   - entryScope: what the assigned entry belongs to; `nil` where there is none.
    init(of user: ReportingUser, entryScope: Scope?) {
        guard user.recordingPlayback != nil else {
            self.init(state: "notAssigned", message: "No entry is assigned; no provider is ever asked.")
            return
        }
        guard let entryScope else {
            self.init(state: "entryUnknown", message: "The assigned entry does not exist.")
            return
        }
        guard entryScope.serves(userScope: user.scope) else {
            let message = "The entry's scope, \(entryScope), does not cover the user's, \(user.scope)."
            self.init(state: "outOfScope", message: message)
            return
        }
        self.init(state: "permitted", message: "The assigned entry covers the user.")
    }
}
