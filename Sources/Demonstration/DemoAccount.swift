internal import ExampleCompany
internal import Recordings

/// An account of the demonstration's simulator that one of the made-up company's entries signs in to.
struct DemoAccount: Sendable {
    let entry: CallRecIntGUID
    let slug: String
    /// Keeps the recording ids of the accounts apart.
    let number: Int
    /// The simulator's region that the entry's first host is.
    let firstRegion: String

    var clientID: String { "demo\(slug)key00000000000000".prefix(23) + "\(number)" }
    var clientSecret: String { "demosecr0\(number)" }
    var authID: String { "demoauth00\(number)" }
    var authToken: String { "demotoken000000000\(number)0" }

    /// Its first host lacks half of the recordings.
    static let office = DemoAccount(
        entry: ExampleCompany.officeEntry,
        slug: "headoffice",
        number: 2,
        firstRegion: "uk1"
    )
    static let all = [
        DemoAccount(entry: ExampleCompany.companyEntry, slug: "company", number: 1, firstRegion: "uk1"),
        office,
        DemoAccount(entry: ExampleCompany.leedsEntry, slug: "leeds", number: 3, firstRegion: "down"),
        DemoAccount(entry: .demonstrationSimulator, slug: "examples", number: 4, firstRegion: "uk1"),
    ]

    /// The company, its entries leading to the accounts of a simulator that listens on this port, its administrator having that password.
    static func company(simulatorPort: Int, password: String) -> ExampleCompany {
        var company = ExampleCompany { entry in
            all.first { $0.entry == entry }?.settings(simulatorPort: simulatorPort) ?? .example
        }
        for index in company.users.indices where company.users[index].isAdministrator {
            company.users[index].password = password
        }
        return company
    }

    private func settings(simulatorPort: Int) -> APICommunicationSettings {
        func host(_ region: String) -> String { "http://127.0.0.1:\(simulatorPort)/\(region)/accounts/\(slug)" }
        return APICommunicationSettings(
            ipAddrOrHost1: host(firstRegion),
            ipAddrOrHost2: host("uk2"),
            authUserID1: Secret(clientID),
            authUserID2: Secret(authID),
            apiParameter1: Secret(clientSecret),
            apiParameter2: Secret(authToken)
        )
    }
}
