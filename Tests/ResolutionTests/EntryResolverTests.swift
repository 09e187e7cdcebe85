import ExampleCompany
import Recordings
import Resolution
import Testing

typealias Example = ExampleRegistry

struct EntryResolverTests {
    /// One row of "Recording Integration Entry Scoping": entry, user's scope, and whether the entry may be used.
    struct ScopingRow: Sendable, CustomTestStringConvertible {
        let entry: CallRecIntGUID
        let userScope: Scope
        let served: Bool

        var testDescription: String { "\(entry) for \(userScope): \(served)" }
    }

    static let scopingRows: [ScopingRow] =
        Example.allScopes.map { ScopingRow(entry: Example.everywhere, userScope: $0, served: true) } + [
            ScopingRow(entry: Example.serverEntry, userScope: .applicationWide, served: false),
            ScopingRow(entry: Example.serverEntry, userScope: Example.headOffice, served: true),
            ScopingRow(entry: Example.serverEntry, userScope: Example.contactCentre, served: false),
            ScopingRow(entry: Example.serverEntry, userScope: Example.leeds, served: true),
            ScopingRow(entry: Example.serverEntry, userScope: Example.london, served: true),
            ScopingRow(entry: Example.serverEntry, userScope: Example.support, served: false),
            ScopingRow(entry: Example.partitionEntry, userScope: .applicationWide, served: false),
            ScopingRow(entry: Example.partitionEntry, userScope: Example.headOffice, served: false),
            ScopingRow(entry: Example.partitionEntry, userScope: Example.contactCentre, served: false),
            ScopingRow(entry: Example.partitionEntry, userScope: Example.leeds, served: true),
            ScopingRow(entry: Example.partitionEntry, userScope: Example.london, served: false),
            ScopingRow(entry: Example.partitionEntry, userScope: Example.support, served: false),
        ]

    @Test("An entry is used where its scope covers the user's", arguments: scopingRows)
    func scoping(row: ScopingRow) {
        let resolution = Example.resolve(Example.user("u", row.userScope, row.entry))
        if row.served {
            #expect(resolution.entry?.callRecIntGUID == row.entry)
            #expect(resolution.steps.map(\.outcome) == [.pass, .pass, .pass, .pass, .pass, .pass])
        } else {
            #expect(resolution.verdict.reason == "outOfScope")
            #expect(resolution.entry == nil)
            #expect(resolution.steps.last?.outcome == .fail)
        }
    }

    @Test("Across a simulator the demonstration entry is used, whatever the user's scope", arguments: Example.allScopes)
    func simulatorServesAnyScope(userScope: Scope) {
        let user = Example.user("u", userScope, Example.partitionEntry)
        let resolution = Example.resolve(user, across: Example.simulatorServer)
        #expect(resolution.entry?.callRecIntGUID == .demonstrationSimulator)
        #expect(resolution.steps.map(\.outcome) == [.pass, .pass, .pass, .applied, .pass, .skipped])
    }

    @Test("Across a simulator the assigned entry need not exist")
    func simulatorIgnoresTheAssignedEntry() {
        let resolution = Example.resolve(
            Example.user("u", Example.leeds, Example.deleted),
            across: Example.simulatorServer
        )
        #expect(resolution.entry?.callRecIntGUID == .demonstrationSimulator)
    }

    @Test(
        "Without an assignment nothing is played, simulator or not, server known or not",
        arguments: [Example.ordinaryServer, Example.simulatorServer, Example.unknownServer]
    )
    func noAssignment(server: TelSysID) {
        let resolution = Example.resolve(Example.user("u", .applicationWide, nil), across: server)
        #expect(resolution.verdict == .notAssigned)
        #expect(resolution.verdict.state == .notAssigned)
        #expect(resolution.steps.map(\.outcome) == [.pass, .pass, .fail, .skipped, .skipped, .skipped])
    }

    @Test("The demonstration entry may be assigned like any other")
    func demonstrationEntryAssigned() {
        let resolution = Example.resolve(Example.user("u", Example.leeds, Example.demonstration))
        #expect(resolution.entry?.callRecIntGUID == .demonstrationSimulator)
        #expect(resolution.steps.map(\.outcome) == [.pass, .pass, .pass, .pass, .pass, .pass])
    }

    @Test("A switched-off feature decides before anything else, even an unknown user")
    func featureDisabled() {
        let resolution = Example.resolve(nil, across: Example.unknownServer, isFeatureEnabled: false)
        #expect(resolution.verdict == .featureDisabled)
        #expect(resolution.verdict.state == .featureDisabled)
        #expect(resolution.steps.map(\.outcome) == [.fail, .skipped, .skipped, .skipped, .skipped, .skipped])
    }

    @Test("An unknown user has a verdict of its own, before the server is looked at")
    func unknownUser() {
        let resolution = Example.resolve(nil, across: Example.unknownServer)
        #expect(resolution.verdict == .unknownUser)
        #expect(resolution.steps.map(\.outcome) == [.pass, .fail, .skipped, .skipped, .skipped, .skipped])
    }

    @Test("Usernames are compared exactly")
    func usernamesAreExact() {
        let snapshot = Example.snapshot(users: [Example.user("Pat", .applicationWide, Example.everywhere)])
        let request = ResolutionRequest(username: "pat", telSysID: Example.ordinaryServer)
        #expect(EntryResolver(isFeatureEnabled: true).resolve(request, in: snapshot).verdict == .unknownUser)
    }

    @Test("A report across an unknown Telephony Server is invalid, even when the assigned entry is gone too")
    func unknownServer() {
        let resolution = Example.resolve(
            Example.user("u", Example.leeds, Example.deleted),
            across: Example.unknownServer
        )
        #expect(resolution.verdict == .unknownTelephonyServer)
        #expect(resolution.verdict.state == .invalid)
        #expect(resolution.steps.map(\.outcome) == [.pass, .pass, .pass, .fail, .skipped, .skipped])
    }

    @Test("A deleted assigned entry is told apart from a missing assignment")
    func assignedEntryMissing() {
        let resolution = Example.resolve(Example.user("u", Example.leeds, Example.deleted))
        #expect(resolution.verdict == .entryMissing(Example.deleted))
        #expect(resolution.verdict.state == .notAssigned)
        #expect(resolution.verdict.reason == "assignedEntryMissing")
        #expect(resolution.steps.map(\.outcome) == [.pass, .pass, .pass, .pass, .fail, .skipped])
    }

    @Test("A deleted demonstration entry is never replaced by the assigned one")
    func demonstrationEntryMissing() {
        let resolution = Example.resolve(
            Example.user("u", Example.leeds, Example.partitionEntry),
            across: Example.simulatorServer,
            withDemonstrationEntry: false
        )
        #expect(resolution.verdict == .entryMissing(.demonstrationSimulator))
        #expect(resolution.verdict.reason == "demonstrationEntryMissing")
        #expect(resolution.steps.map(\.outcome) == [.pass, .pass, .pass, .applied, .fail, .skipped])
    }

    @Test("Each explanation lists every rule once, in order, under its name on the wire")
    func ruleNames() {
        let expected = ["featureSwitch", "user", "assignment", "demonstrationSimulator", "entry", "scope"]
        let users: [ExampleUser?] = [nil, Example.user("u", .applicationWide, Example.everywhere)]
        for user in users {
            #expect(Example.resolve(user).steps.map(\.rule.rawValue) == expected)
            #expect(Example.resolve(user, isFeatureEnabled: false).steps.map(\.rule.rawValue) == expected)
        }
        #expect(RuleStep.Outcome.allCases.map(\.rawValue) == ["pass", "fail", "applied", "skipped"])
    }

    @Test("Details name who and what was involved")
    func detailsNameNames() throws {
        let resolution = Example.resolve(Example.user("pat", Example.london, Example.partitionEntry))
        let scopeStep = try #require(resolution.steps.last)
        #expect(scopeStep.detail.contains("\"pat\" (Partition 1 of Telephony Server 1)"))
        #expect(scopeStep.detail.contains("(Partition 2 of Telephony Server 1)"))
        #expect(resolution.steps[3].detail.contains("\"Head office\""))
    }
}
