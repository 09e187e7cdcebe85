import Foundation
import Recordings
import Registry
import Testing
import WebServices

/// What a property says that is nil, empty or not there: three different things.
struct NilTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private static let schema = "http://www.w3.org/2001/XMLSchema-instance"
    private static let scope = ["TelSysID", "PartIDInTelSys", "PartitionGUID"]
    private static let credentials = [
        "IPAddrOrHost1", "IPAddrOrHost2", "AuthUserID1", "AuthUserID2", "APIParameter1", "APIParameter2",
    ]

    /// Ways to write that something is nil: what `NAME` is declared to be comes with it.
    private static let nils = [
        "xmlns:xsi='\(schema)' xsi:nil='true'", "xmlns:xsi='\(schema)' xsi:nil='1'",
        "xmlns:i='\(schema)' i:nil=' true '",
        "d:nil='true' xmlns:d='\(schema)'", "xsi:nil=\"true\" xmlns:xsi=\"\(schema)\" xmlns:xsd='urn:x'",
        "xmlns:nil='\(schema)' nil:nil='1'",
    ]

    private func change(_ guid: String, _ payload: String) async throws -> SampleElement {
        let session = try await service.session()
        let target = CodeScenario.property("CallRecIntGUID", guid)
        return try await service.send(CodeScenario.request("CallRecIntChange", target + payload, session: session))
    }

    private static func container(_ content: String) -> String {
        "<Container Name='APICommunicationSettings'>\(content)</Container>"
    }

    @Test("A nil property leaves an entry as it is, whatever the prefix and the way it is written", arguments: nils)
    func leaves(_ attributes: String) async throws {
        for guid in ["in-london", "on-server", "wide"] {
            let before = try #require(service.entry(guid))
            let scope = Self.scope.map { "<Property Name='\($0)' \(attributes)/>" }.joined()
            let settings = Self.credentials.map { "<Property Name='\($0)' \(attributes)> \n</Property>" }.joined()
            let description = "<Property \(attributes) Name='Description'></Property>"
            let answer = try await change(guid, scope + description + Self.container(settings))
            #expect(answer.errorCode == nil)
            #expect(service.entry(guid) == before)
        }
    }

    @Test("A nil container of settings leaves them all as they are, and is not one of two", arguments: nils)
    func container(_ attributes: String) async throws {
        let before = try #require(service.entry("in-london"))
        let empty = "<Container Name='APICommunicationSettings' \(attributes)/>"
        #expect(try await change("in-london", empty).errorCode == nil)
        #expect(service.entry("in-london") == before)
        #expect(try await change("in-london", empty + Self.container("")).errorCode == 10000)
        let filled =
            "<Container Name='APICommunicationSettings' \(attributes)><Property Name='AuthUserID1'/></Container>"
        #expect(try await change("in-london", filled).errorCode == 10000)
        #expect(service.entry("in-london") == before)
    }

    @Test(
        "A prefix counts where it is declared, from the envelope down to the property",
        arguments: ["Envelope", "Body", "Execute", "Request", "OperationPayload", "Container"]
    )
    func inherited(_ holder: String) async throws {
        let session = try await service.session()
        let before = try #require(service.entry("in-london"))
        let declaration = " xmlns:deep='\(Self.schema)'"
        func tag(_ name: String, _ attributes: String = "") -> String {
            "<\(name == "Envelope" || name == "Body" ? "s:" : "")\(name)\(attributes)\(name == holder ? declaration : "")>"
        }
        let nilness = holder == "Container" ? "" : "<Property Name='TelSysID' deep:nil='true'/>"
        let message =
            tag("Envelope", " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'") + tag("Body") + tag("Execute")
            + tag("Request", " Operation='CallRecIntChange'")
            + "<InvokeID>1</InvokeID><SessionID>\(session)</SessionID>" + tag("OperationPayload") + nilness
            + CodeScenario.property("CallRecIntGUID", "in-london")
            + tag("Container", " Name='APICommunicationSettings'")
            + "<Property Name='AuthUserID1' deep:nil='1'/></Container></OperationPayload></Request></Execute></s:Body></s:Envelope>"
        let answer = await service.post(Array(message.utf8))
        #expect(answer.status == 200)
        #expect(try SampleElement.read(answer.body).first("Response")?.attributes["Result"] == "Success")
        #expect(service.entry("in-london") == before)
    }

    @Test("Nil is what the namespace says, not the name: other attributes leave an empty value empty")
    func otherNamespaces() async throws {
        for attributes in [
            "nil='true'", "xmlns:xsi='urn:other' xsi:nil='true'", "xmlns:xsi='\(Self.schema)' xsi:nillable='true'",
            "xmlns:xsi='\(Self.schema)' xsi:nil='false'", "xmlns:xsi='\(Self.schema)' xsi:nil='0'", "",
        ] {
            let settings = Self.container("<Property Name='AuthUserID2' \(attributes)/>")
            #expect(try await change("wide", settings).errorCode == nil, "\(attributes)")
            #expect(service.entry("wide")?.settings.authUserID2.isEmpty == true, "\(attributes)")
            let again = Self.container(CodeScenario.property("AuthUserID2", "userid2"))
            #expect(try await change("wide", again).errorCode == nil)
        }
    }

    @Test(
        "What contradicts itself is refused and changes nothing",
        arguments: [
            "<Property Name='TelSysID' x:nil='true'>1</Property>", "<Property Name='TelSysID' x:nil='yes'/>",
            "<Property Name='TelSysID' x:nil=''/>", "<Property Name='TelSysID' x:nil='TRUE'/>",
            "<Property Name='Description' x:nil='1'><![CDATA[a]]></Property>",
            "<Property Name='TelSysID' x:nil='true'/><Property Name='TelSysID'>1</Property>",
            "<Property Name='TelSysID'>1</Property><Property Name='TelSysID' x:nil='true'/>",
            "<Property Name='TelSysID' x:nil='true'/><Property Name='TelSysID' x:nil='true'/>",
            "<Property x:nil='true'/>",
        ]
    )
    func contradictory(_ property: String) async throws {
        let before = service.registry.generation
        let session = try await service.session()
        let request = CodeScenario.request(
            "CallRecIntChange",
            CodeScenario.property("CallRecIntGUID", "in-london") + property,
            session: session
        )
        .replacing("<Request ", with: "<Request xmlns:x='\(Self.schema)' ")
        #expect(try await service.send(request).errorCode == 10000)
        #expect(service.registry.generation == before)
    }

    @Test("An undeclared prefix is not well-formed, and nothing is done")
    func undeclared() async throws {
        let session = try await service.session()
        let request = CodeScenario.request(
            "CallRecIntChange",
            CodeScenario.property("CallRecIntGUID", "in-london") + "<Property Name='TelSysID' xsi:nil='true'/>",
            session: session
        )
        #expect(await service.post(Array(request.utf8)).status == 400)
        #expect(service.entry("in-london")?.scope.description == "Partition 1 of Telephony Server 1")
    }

    @Test(
        "A new entry and a list need what they need: nil does not make either application-wide",
        arguments: [
            ("", 11011), ("<Property Name='TelSysID' x:nil='true'/>", 11011),
            ("<Property Name='TelSysID'/><Property Name='PartIDInTelSys'/>", 11011),
            ("<Property Name='TelSysID'> </Property>", 11011),
            ("<Property Name='TelSysID' x:nil='1'/><Property Name='PartIDInTelSys' x:nil='1'/>", 11011),
            ("<Property Name='TelSysID' x:nil='1'/><Property Name='PartIDInTelSys'>2</Property>", 11011),
            ("<Property Name='PartitionGUID' x:nil='true'/>", 11011),
            ("<Property Name='TelSysID'>1</Property><Property Name='PartIDInTelSys'/>", 11110),
            ("<Property Name='TelSysID'>1</Property><Property Name='PartitionGUID'>\n</Property>", 11110),
        ]
    )
    func places(_ properties: String, _ code: Int) async throws {
        let before = service.registry.generation
        let session = try await service.session()
        for operation in ["CallRecIntAdd", "CallRecIntList"] {
            let type = CodeScenario.property("CallRecIntType", "Dubber")
            let request = CodeScenario.request(operation, type + properties, session: session)
                .replacing("<Request ", with: "<Request xmlns:x='\(Self.schema)' ")
            #expect(try await service.send(request).errorCode == code, "\(operation)")
        }
        #expect(service.registry.generation == before)
    }

    @Test("The other members of a request count as absent when they are nil")
    func members() async throws {
        let session = try await service.session()
        let nilness = "xmlns:x='\(Self.schema)' x:nil='true'"
        let list = try await service.call(
            "CallRecIntList",
            session: session,
            ["TelSysID": "1"],
            beside: "<Offset \(nilness)/><Limit \(nilness)></Limit>"
        )
        #expect(list.errorCode == nil)
        let payload = "<Request Operation='CallRecIntInfo'><InvokeID>1</InvokeID><SessionID>\(session)</SessionID>"
        #expect(
            try await service.send("\(payload)<OperationPayload \(nilness)/></Request>").errorCode == 11400
        )
        #expect(
            try await service.send("<Request Operation='Logout'><InvokeID \(nilness)/></Request>").errorCode == 10101
        )
        let noSession = "<Request Operation='Logout'><InvokeID>1</InvokeID><SessionID \(nilness)/></Request>"
        #expect(try await service.send(noSession).errorCode == 10301)
        let both =
            "<Request Operation='Logout'><InvokeID>1</InvokeID><SessionID \(nilness)>\(session)</SessionID></Request>"
        #expect(await service.post(Array(both.utf8)).status == 400)
    }
}
