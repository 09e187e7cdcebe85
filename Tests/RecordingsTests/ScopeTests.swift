import Recordings
import Testing

struct ScopeTests {
    private static let server = Scope.telephonyServer(TelSysID(1))
    private static let partition = Scope.partition(TelSysID(1), PartIDInTelSys(2))

    @Test("A Partition's number counts only within its own Telephony Server")
    func partitionNumbersAreLocal() {
        let elsewhere = Scope.partition(TelSysID(5), PartIDInTelSys(2))
        #expect(!Self.partition.serves(userScope: elsewhere))
        #expect(!Self.server.serves(userScope: elsewhere))
    }

    @Test("A narrow entry never serves a wider user")
    func narrowDoesNotServeWide() {
        #expect(!Self.partition.serves(userScope: Self.server))
        #expect(!Self.partition.serves(userScope: .applicationWide))
        #expect(!Self.server.serves(userScope: .applicationWide))
    }

    @Test("A wide entry serves what lies in it")
    func wideServesNarrow() {
        #expect(Scope.applicationWide.serves(userScope: Self.partition))
        #expect(Self.server.serves(userScope: Self.partition))
        #expect(Self.partition.serves(userScope: Self.partition))
    }

    @Test("The scopes that serve a user are told, the widest first, and no others serve it")
    func servingScopes() {
        let all: [Scope] = [
            .applicationWide, Self.server, .telephonyServer(TelSysID(5)), Self.partition,
            .partition(TelSysID(1), PartIDInTelSys(3)), .partition(TelSysID(5), PartIDInTelSys(2)),
        ]
        for user in all {
            #expect(user.servingScopes == all.filter { $0.serves(userScope: user) }, "\(user)")
        }
    }

    @Test("A scope tells its ids")
    func ids() {
        #expect(Self.partition.telSysID == TelSysID(1))
        #expect(Self.partition.partIDInTelSys == PartIDInTelSys(2))
        #expect(Self.server.partIDInTelSys == nil)
        #expect(Scope.applicationWide.telSysID == nil)
    }
}
