import ExampleCompany
import Recordings
import Resolution

/// The made-up company's registry, in which every rule can be made to decide.
enum ExampleRegistry {
    static let everywhere = ExampleCompany.companyEntry
    static let serverEntry = ExampleCompany.officeEntry
    static let partitionEntry = ExampleCompany.leedsEntry
    static let deleted = CallRecIntGUID("deleted")
    static let demonstration = CallRecIntGUID.demonstrationSimulator

    static let headOffice = Scope.telephonyServer(ExampleCompany.headOffice)
    static let contactCentre = Scope.telephonyServer(ExampleCompany.contactCentre)
    static let leeds = ExampleCompany.leeds.scope
    static let london = ExampleCompany.london.scope
    /// The same number as Leeds, on another server.
    static let support = ExampleCompany.support.scope
    static let allScopes: [Scope] = [.applicationWide, headOffice, contactCentre, leeds, london, support]

    static let ordinaryServer = ExampleCompany.headOffice
    static let simulatorServer = ExampleCompany.demonstration
    static let unknownServer = TelSysID(77)

    static func user(_ username: String, _ scope: Scope, _ assigned: CallRecIntGUID?) -> ExampleUser {
        ExampleUser(username, scope: scope, recordingPlayback: assigned)
    }

    static func snapshot(users: [ExampleUser], withDemonstrationEntry: Bool = true) -> RegistrySnapshot {
        var company = ExampleCompany(users: users)
        if !withDemonstrationEntry { company.entries.removeAll { $0.callRecIntGUID == demonstration } }
        return company.snapshot
    }

    static func resolve(
        _ user: ExampleUser?,
        across server: TelSysID = ordinaryServer,
        isFeatureEnabled: Bool = true,
        withDemonstrationEntry: Bool = true
    ) -> Resolution {
        let snapshot = snapshot(users: user.map { [$0] } ?? [], withDemonstrationEntry: withDemonstrationEntry)
        let request = ResolutionRequest(username: user?.username ?? "nobody", telSysID: server)
        return EntryResolver(isFeatureEnabled: isFeatureEnabled).resolve(request, in: snapshot)
    }
}
