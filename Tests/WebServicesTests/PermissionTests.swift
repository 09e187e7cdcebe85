import Foundation
import Recordings
import Registry
import Testing
import WebServices

struct PermissionTests {
    /// Who may act on which entry: the code, 0 for may.
    static let table: [(user: String, entry: String, code: Int)] = [
        ("everything", "wide", 0), ("everything", "on-server", 0), ("everything", "in-london", 0),
        ("everything", "abroad", 0),
        ("server-1", "wide", 10512), ("server-1", "on-server", 0), ("server-1", "in-london", 0),
        ("server-1", "abroad", 10512),
        ("leeds", "wide", 10512), ("leeds", "on-server", 10514), ("leeds", "in-london", 10514),
        ("leeds", ExampleComponents.changed, 0), ("leeds", "abroad", 10512),
    ]

    @Test("An administrator acts on what lies in its own scope", arguments: table)
    func entries(_ user: String, _ entry: String, _ code: Int) async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session(user)
        let expected = code == 0 ? nil : code
        let before = service.registry.generation
        for (operation, properties) in [
            ("CallRecIntInfo", ["CallRecIntGUID": entry] as KeyValuePairs),
            ("CallRecIntChange", ["CallRecIntGUID": entry, "Description": "New"]),
            ("CallRecIntDelete", ["CallRecIntGUID": entry]),
        ] {
            #expect(try await service.call(operation, session: session, properties).errorCode == expected)
        }
        #expect((service.registry.generation == before) == (code != 0))
    }

    @Test(
        "An administrator adds and lists in its own scope",
        arguments: [
            ("everything", "-1", nil, 0), ("everything", "2", "2", 0), ("server-1", "1", nil, 0),
            ("server-1", "1", "1", 0), ("server-1", "-1", nil, 10512), ("server-1", "2", "2", 10512),
            ("leeds", "1", "2", 0), ("leeds", "1", nil, 10514), ("leeds", "1", "1", 10514), ("leeds", "2", "2", 10512),
        ] as [(String, String, String?, Int)]
    )
    func components(_ user: String, _ telSysID: String, _ partIDInTelSys: String?, _ code: Int) async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session(user)
        let place =
            CodeScenario.property("TelSysID", telSysID)
            + (partIDInTelSys.map { CodeScenario.property("PartIDInTelSys", $0) } ?? "")
        let type = CodeScenario.property("CallRecIntType", "Dubber")
        for request in [
            CodeScenario.request("CallRecIntAdd", type + place, session: session),
            CodeScenario.request("CallRecIntList", place, session: session),
        ] {
            #expect(try await service.send(request).errorCode == (code == 0 ? nil : code))
        }
    }

    @Test("An entry moves only when the administrator may act on the old component and on the new one")
    func moving() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session("server-1")
        let there: KeyValuePairs = ["CallRecIntGUID": "in-london", "TelSysID": "2", "PartIDInTelSys": "2"]
        #expect(try await service.call("CallRecIntChange", session: session, there).errorCode == 10512)
        let back: KeyValuePairs = ["CallRecIntGUID": "abroad", "TelSysID": "1", "PartIDInTelSys": "2"]
        #expect(try await service.call("CallRecIntChange", session: session, back).errorCode == 10512)
        let within: KeyValuePairs = ["CallRecIntGUID": "in-london", "PartIDInTelSys": "2"]
        #expect(try await service.call("CallRecIntChange", session: session, within).errorCode == nil)
        #expect(service.entry("in-london")?.scope.description == "Partition 2 of Telephony Server 1")
    }

    @Test("Who stops being an administrator, or moves to another scope, is held to it at the next request")
    func rightsAreLookedAtAnew() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session("everything")
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide"]
        #expect(try await service.call("CallRecIntInfo", session: session, properties).errorCode == nil)
        try service.registry.importFile(
            Data(#"{"users":[{"username":"everything","administrator":true,"scope":{"telSysID":2}}]}"#.utf8)
        )
        #expect(try await service.call("CallRecIntInfo", session: session, properties).errorCode == 10512)
        try service.registry.importFile(Data(#"{"users":[{"username":"everything","administrator":false}]}"#.utf8))
        #expect(try await service.call("CallRecIntInfo", session: session, properties).errorCode == 10511)
    }
}
