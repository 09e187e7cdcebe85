import Recordings
import Testing

struct AdministratorScopeTests {
    private static let server = Scope.telephonyServer(TelSysID(1))
    private static let partition = Scope.partition(TelSysID(1), PartIDInTelSys(2))
    private static let sibling = Scope.partition(TelSysID(1), PartIDInTelSys(3))
    private static let otherServer = Scope.telephonyServer(TelSysID(5))
    private static let otherPartition = Scope.partition(TelSysID(5), PartIDInTelSys(2))

    @Test(
        "What an administrator of everything, of a Telephony Server and of a Partition may act on, and why not",
        arguments: [
            (.applicationWide, nil, .outsideTelephonyServer, .outsideTelephonyServer),
            (server, nil, nil, .outsidePartition), (partition, nil, nil, nil), (sibling, nil, nil, .outsidePartition),
            (otherServer, nil, .outsideTelephonyServer, .outsideTelephonyServer),
            (otherPartition, nil, .outsideTelephonyServer, .outsideTelephonyServer),
        ] as [(Scope, AdministratorScope.Refusal?, AdministratorScope.Refusal?, AdministratorScope.Refusal?)]
    )
    func refusals(
        component: Scope,
        everything: AdministratorScope.Refusal?,
        server: AdministratorScope.Refusal?,
        partition: AdministratorScope.Refusal?
    ) {
        #expect(AdministratorScope.everything.refusal(of: component) == everything)
        #expect(AdministratorScope(Self.server).refusal(of: component) == server)
        #expect(AdministratorScope(Self.partition).refusal(of: component) == partition)
    }

    @Test("Of what somebody asks for, an administrator is shown the part that is administered")
    func parts() {
        let all: [Scope] = [
            .applicationWide, Self.server, Self.partition, Self.sibling, Self.otherServer, Self.otherPartition,
        ]
        #expect(all.map { AdministratorScope.everything.part(of: $0) } == all)
        #expect(
            all.map { AdministratorScope(Self.server).part(of: $0) }
                == [Self.server, Self.server, Self.partition, Self.sibling, nil, nil]
        )
        #expect(
            all.map { AdministratorScope(Self.partition).part(of: $0) }
                == [Self.partition, Self.partition, Self.partition, nil, nil, nil]
        )
    }

    @Test("A Partition's administrator is told of the Telephony Server that it lies in, and of no other")
    func shows() {
        let own = TelephonyServer(telSysID: TelSysID(1), description: "", isDemonstrationSimulator: false)
        let other = TelephonyServer(telSysID: TelSysID(5), description: "", isDemonstrationSimulator: false)
        for scope in [Self.server, Self.partition] {
            #expect(AdministratorScope(scope).shows(own) && !AdministratorScope(scope).shows(other))
        }
        #expect(AdministratorScope.everything.shows(other))
    }
}
