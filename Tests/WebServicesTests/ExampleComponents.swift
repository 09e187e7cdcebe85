import ExampleCompany
import Recordings

/// The made-up company with an entry in each place, and an administrator of each.
enum ExampleComponents {
    static let changed = ExampleCompany.officeEntry.rawValue
    static let deleted = ExampleCompany.leedsEntry.rawValue
    static let leedsGUID = ExampleCompany.leeds.partitionGUID.rawValue
    static let londonGUID = ExampleCompany.london.partitionGUID.rawValue
    static let abroadGUID = ExampleCompany.support.partitionGUID.rawValue
    static let demonstration = CallRecIntGUID.demonstrationSimulator.rawValue

    static let headOffice = Scope.telephonyServer(ExampleCompany.headOffice)
    static let leeds = ExampleCompany.leeds.scope

    static func company(password: String) -> ExampleCompany {
        var company = ExampleCompany(
            users: [
                ExampleUser("everything", isAdministrator: true, password: password),
                ExampleUser("server-1", scope: headOffice, isAdministrator: true, password: password),
                ExampleUser("leeds", scope: leeds, isAdministrator: true, password: password),
                ExampleUser("listener", scope: leeds, recordingPlayback: ExampleCompany.leedsEntry, password: password),
                ExampleUser("no-password", isAdministrator: true),
            ]
        )
        // The contact centre has no Partition of London's number.
        company.partitions.removeAll { $0 == ExampleCompany.sales }
        company.entries = [
            entry(changed, leeds, "Dubber demo simulator 1"), entry(deleted, leeds, "Tested Call Rec Int"),
            entry("in-london", ExampleCompany.london.scope, "London"), entry("on-server", headOffice, "Head office"),
            entry("abroad", ExampleCompany.support.scope, "Support"), entry("wide", .applicationWide, "Everywhere"),
        ]
        return company
    }

    static func entry(_ guid: String, _ scope: Scope, _ description: String) -> IntegrationEntry {
        IntegrationEntry(example: CallRecIntGUID(guid), scope, description)
    }
}
