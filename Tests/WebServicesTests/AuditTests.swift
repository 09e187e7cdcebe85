import Foundation
import Recordings
import Registry
import Testing
import WebServices

struct AuditTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    @Test("Each change leaves a row that says who, when, whence and which properties")
    func rows() async throws {
        let session = try await service.session()
        let add: KeyValuePairs = ["CallRecIntType": "Dubber", "TelSysID": "2", "Description": "New"]
        _ = try await service.call("CallRecIntAdd", session: session, add, settings: ["AuthUserID1": "SECRET-1"])
        let guid = try await service.call("CallRecIntList", session: session, ["TelSysID": "2"]).entries[0]
            .property("CallRecIntGUID")
        service.advance(seconds: 5)
        let settings: KeyValuePairs = ["APIParameter2": "SECRET-2", "AuthUserID1": "SECRET-1"]
        let change: KeyValuePairs = ["CallRecIntGUID": guid, "Description": "Newer", "PartIDInTelSys": "2"]
        _ = try await service.call("CallRecIntChange", session: session, change, settings: settings)
        service.advance(seconds: 5)
        _ = try await service.call("CallRecIntDelete", session: session, ["CallRecIntGUID": guid])
        let rows = try await service.registry.auditRows(limit: 10)
        #expect(rows.map(\.action) == [.deleteEntry, .changeEntry, .addEntry])
        #expect(rows.allSatisfy { $0.subject == guid && $0.author.name == "everything" })
        #expect(rows.allSatisfy { $0.author.remoteAddress == ServiceUnderTest.address })
        #expect(rows.map { service.now.timeIntervalSince($0.author.at) } == [0, 5, 10])
        #expect(rows[0].properties.isEmpty)
        #expect(rows[1].properties == ["PartIDInTelSys", "Description", "APIParameter2"], "only what became different")
        #expect(
            rows[2].properties == [
                "CallRecIntGUID", "CallRecIntType", "TelSysID", "PartIDInTelSys", "Description", "AuthUserID1",
            ]
        )
        #expect(try await service.registry.auditRows(since: service.now.addingTimeInterval(-5), limit: 10).count == 2)
        #expect(try await service.registry.auditRows(limit: 1).map(\.action) == [.deleteEntry])
    }

    @Test("A change that changes nothing is no change: no row, no new revision")
    func nothingChanged() async throws {
        let session = try await service.session()
        let before = try #require(service.entry("wide"))
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "Description": before.description]
        #expect(try await service.call("CallRecIntChange", session: session, properties).errorCode == nil)
        #expect(service.entry("wide") == before)
        #expect(try await service.registry.auditRows(limit: 1).isEmpty)
    }

    @Test("Reading, and what is refused, leaves no row")
    func noChanges() async throws {
        let session = try await service.session("leeds")
        _ = try await service.call("CallRecIntInfo", session: session, ["CallRecIntGUID": ExampleComponents.changed])
        _ = try await service.call("CallRecIntDelete", session: session, ["CallRecIntGUID": "wide"])
        #expect(try await service.registry.auditRows(limit: 1).isEmpty)
    }

    @Test("No secret that a request carried is in any file")
    func noSecretsKept() async throws {
        let session = try await service.session()
        let settings: KeyValuePairs = ["AuthUserID1": "PLANTED-one", "APIParameter1": "PLANTED-two"]
        _ = try await service.call("CallRecIntChange", session: session, ["CallRecIntGUID": "wide"], settings: settings)
        #expect(service.entry("wide")?.settings.authUserID1.reveal() == "PLANTED-one")
        for name in try FileManager.default.contentsOfDirectory(atPath: service.folder.path) {
            let bytes = try Data(contentsOf: service.folder.appendingPathComponent(name))
            #expect(bytes.range(of: Data("PLANTED".utf8)) == nil, "\(name)")
        }
    }
}
