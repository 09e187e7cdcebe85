import Recordings
import Resolution

/// A small registry in which every rule can be made to decide.
///
/// Server 1 has Partitions 2 and 3; server 5 has Partition 2; server 9 is a demonstration simulator.
enum ExampleRegistry {
    static let everywhere = CallRecIntGUID("everywhere")
    static let serverEntry = CallRecIntGUID("server-1")
    static let partitionEntry = CallRecIntGUID("partition-1-2")
    static let deleted = CallRecIntGUID("deleted")
    static let demonstration = CallRecIntGUID.demonstrationSimulator

    static let server1 = Scope.telephonyServer(TelSysID(1))
    static let server5 = Scope.telephonyServer(TelSysID(5))
    static let leeds = Scope.partition(TelSysID(1), PartIDInTelSys(2))
    static let york = Scope.partition(TelSysID(1), PartIDInTelSys(3))
    /// The same number as Leeds, on another server.
    static let paris = Scope.partition(TelSysID(5), PartIDInTelSys(2))
    static let allScopes: [Scope] = [.applicationWide, server1, server5, leeds, york, paris]

    static let ordinaryServer = TelSysID(1)
    static let simulatorServer = TelSysID(9)
    static let unknownServer = TelSysID(77)

    static func entry(_ guid: CallRecIntGUID, _ scope: Scope) -> IntegrationEntry {
        let settings = APICommunicationSettings(
            ipAddrOrHost1: "api.dubber.net/uk1",
            ipAddrOrHost2: "",
            authUserID1: Secret("id"),
            authUserID2: Secret(""),
            apiParameter1: Secret(""),
            apiParameter2: Secret("")
        )
        return IntegrationEntry(
            callRecIntGUID: guid,
            callRecIntType: .dubber,
            scope: scope,
            description: "Entry \(guid)",
            settings: settings,
            revision: 1
        )
    }

    static func user(_ username: String, _ scope: Scope, _ assigned: CallRecIntGUID?) -> ReportingUser {
        ReportingUser(
            username: username,
            fullName: "Pat Example",
            scope: scope,
            recordingPlayback: assigned,
            isAdministrator: false
        )
    }

    static func snapshot(users: [ReportingUser], withDemonstrationEntry: Bool = true) -> RegistrySnapshot {
        let servers = [
            TelephonyServer(telSysID: ordinaryServer, description: "Head office", isDemonstrationSimulator: false),
            TelephonyServer(telSysID: TelSysID(5), description: "Branch", isDemonstrationSimulator: false),
            TelephonyServer(telSysID: simulatorServer, description: "Demonstration", isDemonstrationSimulator: true),
        ]
        var entries = [
            entry(everywhere, .applicationWide), entry(serverEntry, server1), entry(partitionEntry, leeds),
        ]
        if withDemonstrationEntry {
            entries.append(entry(demonstration, .applicationWide))
        }
        return RegistrySnapshot(
            telephonyServers: SharedTable(Dictionary(uniqueKeysWithValues: servers.map { ($0.telSysID, $0) })),
            users: SharedTable(Dictionary(uniqueKeysWithValues: users.map { ($0.username, $0) })),
            entries: SharedTable(Dictionary(uniqueKeysWithValues: entries.map { ($0.callRecIntGUID, $0) }))
        )
    }

    static func resolve(
        _ user: ReportingUser?,
        across server: TelSysID = ordinaryServer,
        isFeatureEnabled: Bool = true,
        withDemonstrationEntry: Bool = true
    ) -> Resolution {
        let snapshot = snapshot(users: user.map { [$0] } ?? [], withDemonstrationEntry: withDemonstrationEntry)
        let request = ResolutionRequest(username: user?.username ?? "nobody", telSysID: server)
        return EntryResolver(isFeatureEnabled: isFeatureEnabled).resolve(request, in: snapshot)
    }
}
