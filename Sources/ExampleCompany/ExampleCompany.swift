package import Recordings

/// The one made-up company of the demonstration, the tests and the benches: Telephony Servers, Partitions, integration entries and users.
///
/// Names and numbers are invented. A scenario takes the company and changes only what it is about.
package struct ExampleCompany: Sendable {
    package static let headOffice = TelSysID(1)
    package static let contactCentre = TelSysID(2)
    package static let demonstration = TelSysID(3)
    /// Has one day with very many calls.
    package static let serviceDesk = TelSysID(4)

    package static let london = partition("7f85", headOffice, 1, "London")
    package static let leeds = partition("7f86", headOffice, 2, "Leeds")
    package static let sales = partition("7f87", contactCentre, 1, "Sales")
    /// Has Leeds' number, on another server.
    package static let support = partition("7f88", contactCentre, 2, "Support")
    package static let exampleCalls = partition("7f89", demonstration, 1, "Example calls")

    package static let companyEntry = CallRecIntGUID("5d2f7c1ab3e94601:-1b7c2a10:19a7b3c4d5e:-7ffe")
    package static let officeEntry = CallRecIntGUID("6917876061b72704:62272b78:17c939e2202:-7d6f")
    package static let leedsEntry = CallRecIntGUID("67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26")

    package var telephonyServers = [
        TelephonyServer(telSysID: headOffice, description: "Head office", isDemonstrationSimulator: false),
        TelephonyServer(telSysID: contactCentre, description: "Contact centre", isDemonstrationSimulator: false),
        TelephonyServer(
            telSysID: demonstration,
            description: "Demonstration simulator",
            isDemonstrationSimulator: true
        ),
        TelephonyServer(telSysID: serviceDesk, description: "Service desk", isDemonstrationSimulator: false),
    ]
    package var partitions = [london, leeds, sales, support, exampleCalls]
    package var entries: [IntegrationEntry]
    package var users: [ExampleUser]

    /// A company with entries for the whole, the head office, Leeds and the demonstration.
    ///
    /// - Parameters:
    ///   - users: in place of the company's own.
    ///   - settings: where each entry's provider is, and how to sign in there.
    package init(
        users: [ExampleUser] = ExampleUser.all,
        settings: (CallRecIntGUID) -> APICommunicationSettings = { _ in .example }
    ) {
        let places: [(CallRecIntGUID, Scope, String)] = [
            (Self.companyEntry, .applicationWide, "Company Dubber"),
            (Self.officeEntry, .telephonyServer(Self.headOffice), "Head office Dubber"),
            (Self.leedsEntry, Self.leeds.scope, "Leeds Dubber"),
            (.demonstrationSimulator, .applicationWide, "Dubber: Demonstration Simulator"),
        ]
        entries = places.map { IntegrationEntry(example: $0, $1, $2, settings: settings($0)) }
        self.users = users
    }

    /// Nothing but these, for a registry of another size or part of one.
    package init(
        telephonyServers: [TelephonyServer] = [],
        partitions: [Partition] = [],
        entries: [IntegrationEntry] = [],
        users: [ExampleUser] = []
    ) {
        self.telephonyServers = telephonyServers
        self.partitions = partitions
        self.entries = entries
        self.users = users
    }

    /// What decisions are made from.
    package var snapshot: RegistrySnapshot {
        RegistrySnapshot(
            telephonyServers: SharedTable(telephonyServers, by: \.telSysID),
            partitions: SharedTable(partitions, by: \.partitionGUID),
            users: UsersByName(users.map(\.reportingUser)),
            entries: SharedTable(entries, by: \.callRecIntGUID)
        )
    }

    private static func partition(_ end: String, _ server: TelSysID, _ number: Int32, _ name: String) -> Partition {
        Partition(
            partitionGUID: PartitionGUID("11af8bacd55c1c4b:27b5f848:17a1045045c:-\(end)"),
            telSysID: server,
            partIDInTelSys: PartIDInTelSys(number),
            description: name
        )
    }
}

extension IntegrationEntry {
    /// An entry of Dubber's, in its first revision.
    package init(
        example guid: CallRecIntGUID,
        _ scope: Scope,
        _ description: String,
        settings: APICommunicationSettings = .example
    ) {
        self.init(
            callRecIntGUID: guid,
            callRecIntType: .dubber,
            scope: scope,
            description: description,
            settings: settings,
            revision: 1
        )
    }
}

extension APICommunicationSettings {
    /// Of the Web Services API's samples.
    ///
    /// Source: Web Services API, "CallRecIntAdd".
    package static let example = APICommunicationSettings(
        ipAddrOrHost1: "api.dubber.net/uk1",
        ipAddrOrHost2: "api.dubber.net/uk2",
        authUserID1: Secret("ex25dejpdb85vpqtsxr7napv"),
        authUserID2: Secret("userid2"),
        apiParameter1: Secret("param1"),
        apiParameter2: Secret("param2")
    )
}
