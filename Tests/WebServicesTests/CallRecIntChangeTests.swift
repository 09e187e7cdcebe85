import Foundation
import Recordings
import Registry
import Synchronization
import Testing
import WebServices

struct CallRecIntChangeTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    @Test("What is omitted stays as it is")
    func omitted() async throws {
        let before = try #require(service.entry("wide"))
        let session = try await service.session()
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "Description": "New"]
        #expect(try await service.call("CallRecIntChange", session: session, properties).errorCode == nil)
        let after = try #require(service.entry("wide"))
        #expect(after.description == "New")
        #expect(after.settings == before.settings)
        #expect(after.scope == before.scope)
        #expect(after.revision > before.revision)
    }

    @Test("An empty value clears one setting, and only that, however it is written")
    func clearing() async throws {
        let session = try await service.session()
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide"]
        let settings: KeyValuePairs = ["IPAddrOrHost2": "", "APIParameter2": " "]
        #expect(
            try await service.call("CallRecIntChange", session: session, properties, settings: settings).errorCode
                == nil
        )
        let entry = try #require(service.entry("wide"))
        #expect(entry.settings.ipAddrOrHost2.isEmpty)
        #expect(entry.settings.apiParameter2.isEmpty)
        #expect(entry.settings.ipAddrOrHost1 == "api.dubber.net/uk1")
        #expect(entry.settings.apiParameter1.reveal() == "param1")
    }

    @Test("GUID and type cannot be changed; what a request says of the type is passed over")
    func readOnly() async throws {
        let session = try await service.session()
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "CallRecIntType": "Other", "Description": "New"]
        #expect(try await service.call("CallRecIntChange", session: session, properties).errorCode == nil)
        #expect(service.entry("wide")?.callRecIntType == .dubber)
        #expect(service.entry("wide")?.description == "New")
    }

    @Test("Texts keep every character that XML can carry, on the way in and out")
    func characters() async throws {
        let session = try await service.session()
        let text = "<Ünïcödé & \"quotes\" 'too'> ]]> 😀 日本"
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "Description": text]
        let settings: KeyValuePairs = ["AuthUserID1": text]
        #expect(
            try await service.call("CallRecIntChange", session: session, properties, settings: settings).errorCode
                == nil
        )
        #expect(service.entry("wide")?.description == text)
        let info = try await service.call("CallRecIntInfo", session: session, ["CallRecIntGUID": "wide"])
        #expect(try info.property("Description") == text)
        #expect(try info.child("Success")?.child("Container")?.property("AuthUserID1") == text)
    }

    @Test(
        "Scope properties move an entry, and only -1 gives it a wider scope",
        arguments: [
            ("wide", ["TelSysID": "1"], "1/-1"), ("wide", ["TelSysID": "1", "PartIDInTelSys": "2"], "1/2"),
            ("wide", ["PartitionGUID": ExampleComponents.londonGUID], "1/1"),
            ("in-london", ["PartIDInTelSys": "2"], "1/2"), ("in-london", ["PartIDInTelSys": ""], "11110"),
            ("in-london", ["PartIDInTelSys": "-1"], "1/-1"), ("in-london", ["PartitionGUID": ""], "11110"),
            ("in-london", ["TelSysID": ""], "11011"), ("on-server", ["PartIDInTelSys": " "], "11110"),
            ("in-london", ["TelSysID": "", "PartIDInTelSys": ""], "11011"), ("wide", ["TelSysID": ""], "11011"),
            ("in-london", ["TelSysID": "1", "PartIDInTelSys": ""], "11110"),
            ("in-london", ["PartitionGUID": "", "PartIDInTelSys": "-1"], "1/-1"),
            ("in-london", ["TelSysID": "-1"], "-1/-1"),
            ("in-london", ["TelSysID": "1"], "1/1"), ("in-london", ["TelSysID": "2"], "11113"),
            ("abroad", ["TelSysID": "1"], "1/2"), ("on-server", ["PartIDInTelSys": "1"], "1/1"),
            ("on-server", ["TelSysID": "2"], "2/-1"), ("wide", ["PartIDInTelSys": "2"], "11011"),
            ("wide", ["TelSysID": "-1", "PartIDInTelSys": "2"], "11131"),
            ("wide", ["TelSysID": "-1", "PartitionGUID": ExampleComponents.londonGUID], "11131"),
            ("in-london", ["TelSysID": "", "PartIDInTelSys": "2"], "11011"),
            ("in-london", ["PartitionGUID": "", "TelSysID": "1", "PartIDInTelSys": "2"], "1/2"),
            ("wide", ["PartitionGUID": ExampleComponents.londonGUID, "TelSysID": "1", "PartIDInTelSys": "1"], "1/1"),
            ("wide", ["PartitionGUID": ExampleComponents.londonGUID, "TelSysID": "", "PartIDInTelSys": ""], "1/1"),
        ] as [(String, [String: String], String)]
    )
    func moving(_ guid: String, _ place: [String: String], _ expected: String) async throws {
        let session = try await service.session()
        let properties = place.map { CodeScenario.property($0.key, $0.value) }.joined()
        let request = CodeScenario.request(
            "CallRecIntChange",
            CodeScenario.property("CallRecIntGUID", guid) + properties,
            session: session
        )
        let answer = try await service.send(request)
        if let code = answer.errorCode {
            #expect("\(code)" == expected)
        } else {
            let info = try await service.call("CallRecIntInfo", session: session, ["CallRecIntGUID": guid])
            #expect("\(try info.property("TelSysID"))/\(try info.property("PartIDInTelSys"))" == expected)
        }
    }

    @Test("A change is in the registry's snapshot, and its followers know, before the answer is given")
    func takesEffectAtOnce() async throws {
        let session = try await service.session()
        let told = Mutex<[CallRecIntGUID]>([])
        service.registry.onChange { change in
            told.withLock { $0 += change.changedEntries.union(change.deletedEntries) }
        }
        for number in 0..<20 {
            let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "Description": "Change \(number)"]
            _ = try await service.call("CallRecIntChange", session: session, properties)
            #expect(service.entry("wide")?.description == "Change \(number)")
            #expect(told.withLock { $0.count } == number + 1)
        }
        _ = try await service.call("CallRecIntDelete", session: session, ["CallRecIntGUID": "wide"])
        #expect(service.entry("wide") == nil)
        #expect(told.withLock { $0.count } == 21)
    }

    @Test("Changes of one entry at the same time: each is made whole, or answered by 10107")
    func concurrent() async throws {
        let service = service
        let session = try await service.session()
        let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "Description": "By \(number)"]
                    let settings: KeyValuePairs = ["APIParameter1": "By \(number)"]
                    return try await service.call(
                        "CallRecIntChange",
                        session: session,
                        properties,
                        settings: settings
                    ).errorCode
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.allSatisfy { $0 == nil || $0 == 10107 })
        #expect(codes.contains(nil))
        let entry = try #require(service.entry("wide"))
        #expect(entry.description == entry.settings.apiParameter1.reveal())
        let rows = try await service.registry.auditRows(limit: 100)
        #expect(rows.count == codes.count { $0 == nil })
    }

    @Test("The demonstration entry takes hosts and credentials, and keeps its description and scope")
    func demonstrationEntry() async throws {
        let session = try await service.session()
        let properties: KeyValuePairs = [
            "CallRecIntGUID": ExampleComponents.demonstration, "Description": "Mine", "TelSysID": "1",
        ]
        let settings: KeyValuePairs = ["IPAddrOrHost1": "api.dubber.net/demo"]
        #expect(
            try await service.call("CallRecIntChange", session: session, properties, settings: settings).errorCode
                == nil
        )
        let entry = try #require(service.registry.snapshot.entries[.demonstrationSimulator])
        #expect(entry.description == "Dubber: Demonstration Simulator")
        #expect(entry.scope == .applicationWide)
        #expect(entry.settings.ipAddrOrHost1 == "api.dubber.net/demo")
    }
}
