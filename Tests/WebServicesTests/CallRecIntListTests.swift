import ExampleCompany
import Foundation
import Recordings
import Testing
import WebServices

struct CallRecIntListTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    /// With 1,050 entries of Telephony Server 2.
    private func serviceWithMany() throws -> ServiceUnderTest {
        let contactCentre = Scope.telephonyServer(ExampleCompany.contactCentre)
        let entries = (0..<1_050).map { index in
            ExampleComponents.entry("many-\(index)", contactCentre, "Entry \(10_000 + index)")
        }
        return try ServiceUnderTest(more: entries)
    }

    private func names(_ element: SampleElement) -> [String] {
        element.children.compactMap { $0.attributes["Name"] }
    }

    private func guids(_ list: SampleElement) throws -> [String] {
        try list.entries.map { try $0.property("CallRecIntGUID") }
    }

    @Test(
        "Only what belongs to exactly the component is listed",
        arguments: [
            (["TelSysID": "1"], ["on-server"]), (["TelSysID": "1", "PartIDInTelSys": "1"], ["in-london"]),
            (["TelSysID": "-1"], [ExampleComponents.demonstration, "wide"]),
            (["TelSysID": "2", "PartIDInTelSys": "2"], ["abroad"]),
            (["PartitionGUID": ExampleComponents.londonGUID], ["in-london"]),
            (["PartitionGUID": ExampleComponents.londonGUID, "TelSysID": "77", "PartIDInTelSys": "x"], ["in-london"]),
            (["PartitionGUID": ExampleComponents.leedsGUID], [ExampleComponents.changed, ExampleComponents.deleted]),
        ] as [([String: String], [String])]
    )
    func exactScope(_ place: [String: String], _ expected: [String]) async throws {
        let session = try await service.session()
        let properties = place.map { CodeScenario.property($0.key, $0.value) }.joined()
        let list = try await service.send(CodeScenario.request("CallRecIntList", properties, session: session))
        #expect(try guids(list) == expected)
    }

    @Test("Without Offset and Limit a list has the first thousand")
    func defaults() async throws {
        let service = try serviceWithMany()
        let session = try await service.session()
        let list = try await service.call("CallRecIntList", session: session, ["TelSysID": "2"])
        #expect(try guids(list) == (0..<1_000).map { "many-\($0)" })
    }

    @Test(
        "Pages neither overlap nor leave out",
        arguments: [(1_040, 20, 10), (0, 0, 0), (5_000, 10, 0), (1_049, 2_147_483_647, 1), (0, 2_147_483_647, 1_050)]
    )
    func pages(_ offset: Int, _ limit: Int, _ count: Int) async throws {
        let service = try serviceWithMany()
        let session = try await service.session()
        let list = try await service.call(
            "CallRecIntList",
            session: session,
            ["TelSysID": "2"],
            beside: "<Offset>\(offset)</Offset><Limit>\(limit)</Limit>"
        )
        #expect(list.child("Success") != nil)
        #expect(try guids(list) == (offset..<offset + count).map { "many-\($0)" })
    }

    @Test("A list that had to be cut is refused instead")
    func tooLong() async throws {
        var limits = WebServicesLimits()
        limits.listedEntries = 1
        let service = try ServiceUnderTest(limits: limits)
        let session = try await service.session()
        let properties: KeyValuePairs = ["TelSysID": "1", "PartIDInTelSys": "2"]
        #expect(try await service.call("CallRecIntList", session: session, properties).errorCode == 10000)
        let one = try await service.call("CallRecIntList", session: session, properties, beside: "<Limit>1</Limit>")
        #expect(one.entries.count == 1)
    }

    @Test(
        "Fields are asked for by name, with case; spaces and unknown names count for nothing",
        arguments: [
            ("", ["Description", "CallRecIntGUID"]),
            ("TelSysID, PartIDInTelSys", ["TelSysID", "Description", "CallRecIntGUID", "PartIDInTelSys"]),
            (
                " PartIDInTelSys ,\n TelSysID,,TelSysID",
                ["TelSysID", "Description", "CallRecIntGUID", "PartIDInTelSys"]
            ),
            ("telsysid,Nonsense,Password,SessionID", ["Description", "CallRecIntGUID"]),
            ("CallRecIntType,PartitionGUID", ["PartitionGUID", "Description", "CallRecIntType", "CallRecIntGUID"]),
            ("IPAddrOrHost1", ["Description", "CallRecIntGUID", "APICommunicationSettings"]),
        ]
    )
    func fields(_ fields: String, _ expected: [String]) async throws {
        let session = try await service.session()
        let list = try await service.call(
            "CallRecIntList",
            session: session,
            ["CallRecIntFields": fields, "PartitionGUID": ExampleComponents.londonGUID]
        )
        let entry = try #require(list.entries.first)
        #expect(entry.name == "Container")
        #expect(entry.attributes.isEmpty)
        #expect(names(entry) == expected)
    }

    @Test("Settings come in their container: those that were asked for, or all by its name")
    func settings() async throws {
        let session = try await service.session()
        for (fields, expected) in [
            ("AuthUserID2,IPAddrOrHost1", ["IPAddrOrHost1", "AuthUserID2"]),
            (
                "APICommunicationSettings",
                ["IPAddrOrHost1", "IPAddrOrHost2", "AuthUserID1", "AuthUserID2", "APIParameter1", "APIParameter2"]
            ),
        ] {
            let list = try await service.call(
                "CallRecIntList",
                session: session,
                ["CallRecIntFields": fields, "PartitionGUID": ExampleComponents.londonGUID]
            )
            let container = try #require(list.entries.first?.child("Container"))
            #expect(container.attributes == ["Name": "APICommunicationSettings"])
            #expect(names(container) == expected)
            #expect(try container.property("IPAddrOrHost1") == "api.dubber.net/uk1")
        }
    }
}
