import Foundation
import Recordings
import Registry
import Testing
import WebServices

struct CallRecIntAddTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    @Test(
        "An entry belongs where the request says",
        arguments: [
            (["TelSysID": "-1"], "application-wide"), (["TelSysID": "1"], "Telephony Server 1"),
            (["TelSysID": "-1", "PartIDInTelSys": "-1"], "application-wide"),
            (["TelSysID": "1", "PartIDInTelSys": "-1"], "Telephony Server 1"),
            (["TelSysID": " 1\n"], "Telephony Server 1"),
            (["TelSysID": "1", "PartIDInTelSys": "2"], "Partition 2 of Telephony Server 1"),
            (["PartitionGUID": ExampleComponents.abroadGUID], "Partition 2 of Telephony Server 2"),
        ] as [([String: String], String)]
    )
    func place(_ place: [String: String], _ expected: String) async throws {
        let known = Set(service.registry.snapshot.entries.keys)
        let session = try await service.session()
        let properties = place.map { CodeScenario.property($0.key, $0.value) }.joined()
        let type = CodeScenario.property("CallRecIntType", "Dubber")
        let answer = try await service.send(CodeScenario.request("CallRecIntAdd", type + properties, session: session))
        #expect(answer.errorCode == nil)
        let added = service.registry.snapshot.entries.values.filter { !known.contains($0.callRecIntGUID) }
        #expect(added.map(\.scope.description) == [expected])
        #expect(added.first?.description == "")
        #expect(added.first?.settings.authUserID1.isEmpty == true)
    }

    @Test("Entries added at the same time have GUIDs of their own, and a list tells them")
    func guids() async throws {
        let service = service
        let session = try await service.session()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask {
                    let properties: KeyValuePairs = [
                        "CallRecIntType": "Dubber", "TelSysID": "2", "Description": "New \(number)",
                    ]
                    let answer = try await service.call("CallRecIntAdd", session: session, properties)
                    #expect(answer.errorCode == nil)
                }
            }
            try await group.waitForAll()
        }
        let list = try await service.call("CallRecIntList", session: session, ["TelSysID": "2"])
        let guids = try list.entries.map { try $0.property("CallRecIntGUID") }
        #expect(Set(guids).count == 30)
        #expect(guids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{16}:-?[0-9a-f]{1,8}:[0-9a-f]{11}:-[0-9a-f]{4}/) != nil })
    }

    @Test("An entry is added at most once per request: one that is refused leaves nothing behind")
    func refusedLeavesNothing() async throws {
        let session = try await service.session()
        let count = service.registry.snapshot.entries.count
        let properties: KeyValuePairs = ["CallRecIntType": "Dubber", "TelSysID": "2"]
        let settings: KeyValuePairs = ["IPAddrOrHost1": "api.dubber.net/uk1", "IPAddrOrHost2": "no host at all"]
        let answer = try await service.call("CallRecIntAdd", session: session, properties, settings: settings)
        #expect(answer.errorCode == 10000)
        #expect(service.registry.snapshot.entries.count == count)
        #expect(try await service.registry.auditRows(limit: 10).isEmpty)
    }
}
