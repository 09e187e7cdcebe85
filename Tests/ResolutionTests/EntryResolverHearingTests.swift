import ExampleCompany
import Recordings
import Resolution
import Testing

struct EntryResolverHearingTests {
    private let resolver = EntryResolver(isFeatureEnabled: true)

    private func hears(_ entry: CallRecIntGUID, _ user: ExampleUser, enabled: Bool = true) -> Bool {
        let snapshot = Example.snapshot(users: [user])
        let resolver = EntryResolver(isFeatureEnabled: enabled)
        return resolver.mayHear(username: user.username, entry: entry, in: snapshot)?.callRecIntGUID == entry
    }

    @Test("The right to hear agrees with resolution, for every scope, entry and server", arguments: Example.allScopes)
    func agreesWithResolution(userScope: Scope) {
        let guids = [
            Example.everywhere, Example.serverEntry, Example.partitionEntry, Example.deleted, Example.demonstration,
        ]
        for assigned in guids.map(Optional.some) + [nil] {
            let snapshot = Example.snapshot(users: [Example.user("u", userScope, assigned)])
            let resolved = [Example.ordinaryServer, Example.simulatorServer].map { server in
                resolver.resolve(ResolutionRequest(username: "u", telSysID: server), in: snapshot).entry
            }
            for guid in guids {
                let heard = resolver.mayHear(username: "u", entry: guid, in: snapshot)
                #expect(heard == resolved.compactMap { $0 }.first { $0.callRecIntGUID == guid })
            }
        }
    }

    @Test("Nobody hears another user's entry")
    func anotherUsersEntry() {
        #expect(!hears(Example.everywhere, Example.user("u", Example.leeds, Example.partitionEntry)))
    }

    @Test("A user without an assignment does not hear the demonstration either")
    func noAssignment() {
        #expect(!hears(Example.demonstration, Example.user("u", .applicationWide, nil)))
    }

    @Test("A switched-off feature silences everything")
    func featureDisabled() {
        let user = Example.user("u", Example.leeds, Example.partitionEntry)
        #expect(hears(Example.partitionEntry, user))
        #expect(!hears(Example.partitionEntry, user, enabled: false))
        #expect(!hears(Example.demonstration, user, enabled: false))
    }

    @Test("An unknown user hears nothing")
    func unknownUser() {
        let snapshot = Example.snapshot(users: [])
        #expect(resolver.mayHear(username: "u", entry: Example.everywhere, in: snapshot) == nil)
    }
}
