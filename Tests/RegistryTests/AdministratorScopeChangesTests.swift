import Recordings
import Registry
import Testing

/// Which changes administrators of everything, of a Telephony Server and of a Partition may make.
struct AdministratorScopeChangesTests {
    private static let everything = Scope.applicationWide
    private static let one = Scope.telephonyServer(TelSysID(1))
    private static let leeds = Scope.partition(TelSysID(1), PartIDInTelSys(2))
    private static let york = Scope.partition(TelSysID(1), PartIDInTelSys(3))
    private static let two = Scope.telephonyServer(TelSysID(2))

    private static func user(_ scope: Scope, _ entry: String? = nil, isAdministrator: Bool = false) -> RegistryObject {
        .user(
            ReportingUser(
                username: "pat",
                fullName: "",
                scope: scope,
                recordingPlayback: entry.map { CallRecIntGUID($0) },
                isAdministrator: isAdministrator
            )
        )
    }

    private static func server(_ number: Int32) -> RegistryObject {
        .telephonyServer(
            TelephonyServer(telSysID: TelSysID(number), description: "", isDemonstrationSimulator: false)
        )
    }

    /// Entries by their name, which says where they are.
    private static let entries = ["everywhere": everything, "one": one, "leeds": leeds, "york": york, "two": two]

    /// A change, and who may make it: an administrator of Telephony Server 1, and one of its Partition 2.
    struct Row: Sendable, CustomTestStringConvertible {
        let old: RegistryObject?
        let new: RegistryObject?
        let server: Bool
        let partition: Bool
        /// That a refusal names.
        let field: String

        init(
            _ old: RegistryObject?,
            _ new: RegistryObject?,
            _ server: Bool,
            _ partition: Bool,
            _ field: String = ""
        ) {
            self.old = old
            self.new = new
            self.server = server
            self.partition = partition
            self.field = field
        }

        var testDescription: String {
            "\(old.map { "\($0)" } ?? "none") → \(new.map { "\($0)" } ?? "none")"
        }
    }

    static let rows = [
        // What is not there, and what is elsewhere.
        Row(nil, nil, false, false), Row(user(two), nil, false, false), Row(user(everything), nil, false, false),
        Row(user(one), nil, true, false), Row(user(leeds), nil, true, true), Row(user(york), nil, true, false),
        // What is made.
        Row(nil, user(everything), false, false, "scope"), Row(nil, user(two), false, false, "scope"),
        Row(nil, user(one), true, false, "scope"), Row(nil, user(leeds), true, true),
        Row(nil, user(york), true, false, "scope"), Row(nil, server(2), false, false, "telSysID"),
        Row(nil, server(1), true, false, "telSysID"),
        // What is moved.
        Row(user(leeds), user(one), true, false, "scope"), Row(user(leeds), user(everything), false, false, "scope"),
        Row(user(two), user(leeds), false, false), Row(user(leeds), user(two), false, false, "scope"),
        // Who is made an administrator, or is one.
        Row(user(leeds), user(leeds, isAdministrator: true), true, true),
        Row(user(one, isAdministrator: true), user(one), true, false),
        Row(user(everything, isAdministrator: true), user(leeds), false, false),
        Row(nil, user(everything, isAdministrator: true), false, false, "scope"),
        // What is assigned.
        Row(user(leeds), user(leeds, "leeds"), true, true),
        Row(user(leeds), user(leeds, "one"), true, false, "recordingPlayback"),
        Row(user(leeds), user(leeds, "two"), false, false, "recordingPlayback"),
        Row(user(leeds), user(leeds, "everywhere"), false, false, "recordingPlayback"),
        Row(user(leeds), user(leeds, "no such"), false, false, "recordingPlayback"),
        Row(user(leeds, "everywhere"), user(leeds, "everywhere", isAdministrator: true), true, true),
        Row(user(leeds, "everywhere"), user(leeds), true, true),
        Row(nil, user(leeds, "york"), true, false, "recordingPlayback"),
    ]

    @Test("An administrator changes what lies in its scope and stays there, and gives nobody more", arguments: rows)
    func table(row: Row) {
        func refusal(_ scope: Scope) -> ObjectRefusal? {
            AdministratorScope(scope).refusal(ofChanging: .user("pat"), from: row.old, to: row.new) { guid in
                Self.entries[guid.rawValue]
            }
        }
        #expect(refusal(Self.everything) == nil)
        #expect((refusal(Self.one) == nil) == row.server)
        #expect((refusal(Self.leeds) == nil) == row.partition)
        for refusal in [refusal(Self.one), refusal(Self.leeds)].compactMap({ $0 }) {
            guard case .outsideScope(let fault) = refusal else {
                Issue.record("\(refusal)")
                continue
            }
            #expect(fault.field == row.field || row.field.isEmpty == fault.field.isEmpty)
        }
    }

    @Test("Who is elsewhere is answered as who is not there")
    func nobodyLearns() {
        let scope = AdministratorScope(Self.leeds)
        func refusal(_ old: RegistryObject?) -> ObjectRefusal? {
            scope.refusal(ofChanging: .user("pat"), from: old, to: nil) { _ in nil }
        }
        #expect(refusal(nil) != nil)
        #expect(refusal(nil) == refusal(Self.user(Self.two)))
    }
}
