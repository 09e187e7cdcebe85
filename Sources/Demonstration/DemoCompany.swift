internal import Foundation
internal import Recordings

/// The made-up company of the demonstration: its Telephony Servers, Partitions, users and integration entries, as an import file.
///
/// Names and numbers are invented; the numbers come from the ranges that are set aside for fiction.
struct DemoCompany: Sendable {
    static let headOffice = TelSysID(1)
    static let contactCentre = TelSysID(2)
    static let demonstration = TelSysID(3)
    /// Has one day with very many calls.
    static let busyServer = TelSysID(4)

    /// An account of the simulator that an entry signs in to.
    struct Account: Sendable {
        let entry: CallRecIntGUID
        let slug: String
        /// Keeps the recording ids of the accounts apart.
        let number: Int
        let clientID: String
        let clientSecret: String
        let authID: String
        let authToken: String

        init(entry: CallRecIntGUID, slug: String, number: Int) {
            self.entry = entry
            self.slug = slug
            self.number = number
            clientID = "demo\(slug)key00000000000000".prefix(23) + "\(number)"
            clientSecret = "demosecr0\(number)"
            authID = "demoauth00\(number)"
            authToken = "demotoken000000000\(number)0"
        }
    }

    static let company = Account(
        entry: CallRecIntGUID("5d2f7c1ab3e94601:-1b7c2a10:19a7b3c4d5e:-7ffe"),
        slug: "company",
        number: 1
    )
    static let office = Account(
        entry: CallRecIntGUID("6917876061b72704:62272b78:17c939e2202:-7d6f"),
        slug: "headoffice",
        number: 2
    )
    static let leeds = Account(
        entry: CallRecIntGUID("67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26"),
        slug: "leeds",
        number: 3
    )
    static let examples = Account(entry: .demonstrationSimulator, slug: "examples", number: 4)
    static let accounts = [company, office, leeds, examples]

    /// Where the simulator listens.
    let simulatorPort: Int

    private func host(_ region: String, _ account: Account) -> String {
        "http://127.0.0.1:\(simulatorPort)/\(region)/accounts/\(account.slug)"
    }

    /// The import file's content.
    func importFile() throws -> Data {
        let file = File(
            telephonyServers: [
                .init(telSysID: 1, description: "Head office", demonstrationSimulator: false),
                .init(telSysID: 2, description: "Contact centre", demonstrationSimulator: false),
                .init(telSysID: 3, description: "Demonstration simulator", demonstrationSimulator: true),
                .init(telSysID: 4, description: "Service desk", demonstrationSimulator: false),
            ],
            partitions: [
                .init(
                    partitionGUID: "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f85",
                    telSysID: 1,
                    partIDInTelSys: 1,
                    description: "London"
                ),
                .init(
                    partitionGUID: "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86",
                    telSysID: 1,
                    partIDInTelSys: 2,
                    description: "Leeds"
                ),
                .init(
                    partitionGUID: "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f87",
                    telSysID: 2,
                    partIDInTelSys: 1,
                    description: "Sales"
                ),
                .init(
                    partitionGUID: "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f88",
                    telSysID: 2,
                    partIDInTelSys: 2,
                    description: "Support"
                ),
                .init(
                    partitionGUID: "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f89",
                    telSysID: 3,
                    partIDInTelSys: 1,
                    description: "Example calls"
                ),
            ],
            callRecInts: [
                entry(Self.company, "Company Dubber", .applicationWide, "uk1", "uk2"),
                entry(Self.office, "Head office Dubber", .telephonyServer(Self.headOffice), "uk1", "uk2"),
                entry(Self.leeds, "Leeds Dubber", .partition(Self.headOffice, PartIDInTelSys(2)), "down", "uk2"),
                entry(Self.examples, "Dubber: Demonstration Simulator", .applicationWide, "uk1", "uk2"),
            ],
            users: DemoUser.all.map(user)
        )
        return try JSONEncoder().encode(file)
    }

    private func entry(
        _ account: Account,
        _ description: String,
        _ scope: Scope,
        _ first: String,
        _ second: String
    ) -> File.Entry {
        .init(
            callRecIntGUID: account.entry,
            callRecIntType: .dubber,
            telSysID: scope.telSysID,
            partIDInTelSys: scope.partIDInTelSys,
            description: description,
            apiCommunicationSettings: .init(
                ipAddrOrHost1: host(first, account),
                ipAddrOrHost2: host(second, account),
                authUserID1: account.clientID,
                authUserID2: account.authID,
                apiParameter1: account.clientSecret,
                apiParameter2: account.authToken
            )
        )
    }

    private func user(_ user: DemoUser) -> File.User {
        .init(
            username: user.username,
            fullName: user.fullName,
            scope: .init(telSysID: user.scope.telSysID, partIDInTelSys: user.scope.partIDInTelSys),
            recordingPlayback: user.recordingPlayback,
            administrator: user.isAdministrator,
            password: user.isAdministrator ? "demo-admin" : nil
        )
    }
}

extension DemoCompany {
    /// The import file's shape.
    private struct File: Encodable {
        struct Server: Encodable {
            let telSysID: Int
            let description: String
            let demonstrationSimulator: Bool
        }

        struct Part: Encodable {
            let partitionGUID: String
            let telSysID: Int
            let partIDInTelSys: Int
            let description: String
        }

        struct Settings: Encodable {
            let ipAddrOrHost1: String
            let ipAddrOrHost2: String
            let authUserID1: String
            let authUserID2: String
            let apiParameter1: String
            let apiParameter2: String
        }

        struct Entry: Encodable {
            let callRecIntGUID: CallRecIntGUID
            let callRecIntType: CallRecIntType
            let telSysID: TelSysID?
            let partIDInTelSys: PartIDInTelSys?
            let description: String
            let apiCommunicationSettings: Settings
        }

        struct UserScope: Encodable {
            let telSysID: TelSysID?
            let partIDInTelSys: PartIDInTelSys?
        }

        struct User: Encodable {
            let username: String
            let fullName: String
            let scope: UserScope
            let recordingPlayback: CallRecIntGUID?
            let administrator: Bool
            let password: String?
        }

        let telephonyServers: [Server]
        let partitions: [Part]
        let callRecInts: [Entry]
        let users: [User]
    }
}
