import Foundation
import Recordings
import Registry
import Testing
import WebServices

struct CallRecIntDeleteTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    @Test("Deleting an entry that users are assigned succeeds, and leaves them without an assignment")
    func assigned() async throws {
        let session = try await service.session()
        #expect(service.registry.snapshot.users["listener"]?.recordingPlayback?.rawValue == ExampleComponents.deleted)
        let properties: KeyValuePairs = ["CallRecIntGUID": ExampleComponents.deleted]
        #expect(try await service.call("CallRecIntDelete", session: session, properties).errorCode == nil)
        let user = try #require(service.registry.snapshot.users["listener"])
        #expect(user.recordingPlayback == nil)
        #expect(try await service.call("CallRecIntDelete", session: session, properties).errorCode == 11401)
    }

    @Test(
        "The demonstration entry is not deleted, and the answer says why",
        arguments: ["everything", "server-1", "leeds"]
    )
    func demonstrationEntry(_ user: String) async throws {
        let session = try await service.session(user)
        let answer = try await service.call(
            "CallRecIntDelete",
            session: session,
            ["CallRecIntGUID": ExampleComponents.demonstration]
        )
        #expect(answer.errorCode == 10511)
        #expect(answer.errorMessage?.contains("demonstration entry") == true)
        #expect(service.registry.snapshot.entries[.demonstrationSimulator] != nil)
    }
}
