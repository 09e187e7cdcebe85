import ExampleCompany
import Foundation
import Recordings
import Registry
import Testing
import WebServices

struct CallRecIntInfoTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    @Test("Everything is told, empty values too; -1 stands for all Telephony Servers and all Partitions")
    func everything() async throws {
        let session = try await service.session()
        for (guid, place) in [("wide", "-1/-1"), ("on-server", "1/-1"), ("in-london", "1/1")] {
            let info = try await service.call("CallRecIntInfo", session: session, ["CallRecIntGUID": guid])
            #expect("\(try info.property("TelSysID"))/\(try info.property("PartIDInTelSys"))" == place)
        }
        let guid = CallRecIntGUID.demonstrationSimulator.rawValue
        let info = try await service.call("CallRecIntInfo", session: session, ["CallRecIntGUID": guid])
        let container = try #require(info.child("Success")?.child("Container"))
        #expect(container.children.map(\.text) == Array(repeating: "", count: 6))
    }

    @Test("Stored characters that XML does not have do not make an answer unreadable")
    func nonCharacters() async throws {
        let entry = ExampleComponents.entry("odd", ExampleComponents.headOffice, "a\u{FFFE}b\u{FFFF}c")
        try service.registry.importFile(ExampleCompany(entries: [entry]).importFile())
        let session = try await service.session()
        let info = try await service.call("CallRecIntInfo", session: session, ["CallRecIntGUID": "odd"])
        #expect(try info.property("Description") == "a\u{FFFD}b\u{FFFD}c")
    }
}
