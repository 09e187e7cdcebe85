import ExampleCompany
import Foundation
import GRDB
import Logging
import Recordings
import Registry
import Testing
import WebServices

struct ErrorCodeTests {
    /// Reached by a test of their own, not by the table of scenarios.
    private static let reachedElsewhere: Set<ErrorCode> = [
        .unknownError, .resourceUnresolved, .databaseUnavailable, .recordChanged, .accountLocked,
    ]

    @Test("Each code is reached", arguments: CodeScenario.all)
    func reached(_ scenario: CodeScenario) async throws {
        let service = try ServiceUnderTest(isFeatureEnabled: scenario.isFeatureEnabled)
        let before = service.registry.generation
        let session: String
        if let user = scenario.user {
            session = try await service.session(user)
        } else {
            session = try await service.call("CreateSession", session: nil).property("SessionID")
        }
        let answer = try await service.send(scenario.request.replacing("SESSION", with: session))
        #expect(answer.attributes["Result"] == "Fail")
        #expect(answer.errorCode == scenario.code.rawValue)
        #expect(answer.errorMessage?.hasPrefix(scenario.code.message) == true)
        #expect(answer.child("Success") == nil)
        #expect(service.registry.generation == before, "a refusal changes nothing")
    }

    @Test("Each code of the table is reached by a test, or reserved")
    func complete() {
        let reached = Set(CodeScenario.all.map(\.code)).union(Self.reachedElsewhere)
        #expect(reached.union(ErrorCode.reserved) == Set(ErrorCode.allCases))
        #expect(reached.isDisjoint(with: ErrorCode.reserved))
    }

    @Test("What comes first in the order of checks is what is answered")
    func order() async throws {
        let service = try ServiceUnderTest(isFeatureEnabled: false)
        #expect(try await service.send("<Request/>").errorCode == 10101)
        #expect(try await service.send("<Request><InvokeID>1</InvokeID></Request>").errorCode == 10102)
        let waiting = try await service.call("CreateSession", session: nil).property("SessionID")
        #expect(try await service.call("CallRecIntInfo", session: waiting).errorCode == 10305)
        #expect(try await service.call("CallRecIntInfo", session: try await service.session()).errorCode == 10701)
        let partition = try ServiceUnderTest()
        let session = try await partition.session("leeds")
        #expect(
            try await partition.call("CallRecIntAdd", session: session, ["TelSysID": "2"]).errorCode == 11402,
            "a component's code comes before the scope's"
        )
    }

    @Test("A verifier that does not open is an internal resource that cannot be resolved")
    func verifierTampered() async throws {
        let service = try ServiceUnderTest()
        try await DatabaseQueue(path: service.folder.path + "/registry.sqlite").write { db in
            try db.execute(
                sql: "UPDATE reportingUser SET passwordVerifier = zeroblob(60) WHERE username = 'everything'"
            )
        }
        let created = try await service.call("CreateSession", session: nil)
        let answer = try await service.call(
            "Authenticate",
            session: try created.property("SessionID"),
            ["Username": "everything", "Password": "x"]
        )
        #expect(answer.errorCode == 10103)
    }

    @Test("A registry that cannot be read or written is unavailable")
    func registryClosed() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        service.registry.close()
        #expect(try await service.call("CallRecIntList", session: session, ["TelSysID": "1"]).errorCode == 10104)
        let change = try await service.call(
            "CallRecIntChange",
            session: session,
            ["CallRecIntGUID": "wide", "Description": "Changed"]
        )
        #expect(change.errorCode == 10104)
        #expect(service.entry("wide")?.description == "Everywhere")
    }

    @Test("A record that changed meanwhile is not overwritten", arguments: ["CallRecIntChange", "CallRecIntDelete"])
    func changedMeanwhile(_ operation: String) async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let other = try Registry.open(directory: service.folder, logger: Logger(label: "other"))
        defer { other.close() }
        let entry = ExampleComponents.entry("wide", .applicationWide, "Changed by another process")
        try other.importFile(ExampleCompany(entries: [entry]).importFile())
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "Description": "Mine"]
        #expect(try await service.call(operation, session: session, properties).errorCode == 10107)
        #expect(
            try await service.call("CallRecIntInfo", session: session, ["CallRecIntGUID": "wide"])
                .property("Description") == "Changed by another process",
            "reading again shows the other's change"
        )
        #expect(try await service.call(operation, session: session, properties).errorCode == nil)
    }

    @Test("An entry that another process deleted meanwhile does not exist")
    func deletedMeanwhile() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let other = try Registry.open(directory: service.folder, logger: Logger(label: "other"))
        defer { other.close() }
        try await other.deleteEntry(CallRecIntGUID("wide"))
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide", "Description": "Mine"]
        #expect(try await service.call("CallRecIntChange", session: session, properties).errorCode == 11401)
        #expect(service.entry("wide") == nil)
    }

    @Test(
        "A value that cannot be kept is refused whole, and the message says which, not what",
        arguments: [
            ("Description", String(repeating: "d", count: 257)),
            ("AuthUserID1", String(repeating: "s", count: 2_049)),
            ("IPAddrOrHost1", "api.dubber.net/uk1?key=hidden"), ("IPAddrOrHost2", "user:hidden@api.dubber.net"),
            ("IPAddrOrHost1", "two words"), ("APIParameter1", "hidden\u{85}line"), ("APIParameter2", "hid\nden"),
        ]
    )
    func refusedWhole(_ name: String, _ value: String) async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let before = try #require(service.entry("wide"))
        let isSetting = name != "Description"
        let answer = try await service.send(
            CodeScenario.request(
                "CallRecIntChange",
                CodeScenario.property("CallRecIntGUID", "wide")
                    + (isSetting ? CodeScenario.property("Description", "New") : CodeScenario.property(name, value))
                    + "<Container Name='APICommunicationSettings'>"
                    + (isSetting ? CodeScenario.property(name, value) : "") + "</Container>",
                session: session
            )
        )
        #expect(answer.errorCode == 10000)
        let message = try #require(answer.errorMessage)
        #expect(message.contains(name))
        #expect(!message.contains("hid"))
        #expect(service.entry("wide") == before)
    }

    @Test(
        "Properties that contradict the form are refused",
        arguments: [
            "<Property Name='Description'>a</Property><Property Name='Description'>a</Property>",
            "<Property>a</Property>", "<Property Name=''>a</Property>",
            "<Property Name='Description'><b>a</b></Property>",
            "<Container Name='APICommunicationSettings'/><Container Name='APICommunicationSettings'/>",
            String(repeating: "<Property Name='x'>a</Property>", count: 65),
        ]
    )
    func contradictions(_ payload: String) async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let request = CodeScenario.request(
            "CallRecIntChange",
            CodeScenario.property("CallRecIntGUID", "wide") + payload,
            session: session
        )
        let before = service.registry.generation
        #expect(try await service.send(request).errorCode == 10000)
        #expect(service.registry.generation == before)
    }

    @Test("Offset and Limit that are no counts are refused", arguments: ["-1", "many", "2147483648", "1.5"])
    func badCounts(_ text: String) async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        for name in ["Offset", "Limit"] {
            let answer = try await service.call(
                "CallRecIntList",
                session: session,
                ["TelSysID": "1"],
                beside: "<\(name)>\(text)</\(name)>"
            )
            #expect(answer.errorCode == 10000)
            #expect(answer.errorMessage?.contains(name) == true)
        }
    }
}
