import Foundation
import Testing
import WebServices

struct SOAPTests {
    static let soap11 = "http://schemas.xmlsoap.org/soap/envelope/"
    static let soap12 = "http://www.w3.org/2003/05/soap-envelope"
    static let request = #"<Request Operation="CreateSession"><InvokeID>a &amp; b</InvokeID></Request>"#

    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    static func envelope(_ namespace: String, _ body: String, header: String = "") -> String {
        """
        <?xml version="1.0" encoding="utf-8"?><!-- from a client -->
        <e:Envelope xmlns:e="\(namespace)">\(header)<e:Body> \(body) </e:Body></e:Envelope>
        """
    }

    private static let escaped = request.replacing("&", with: "&amp;").replacing("<", with: "&lt;")

    @Test(
        "An envelope is answered in kind",
        arguments: [soap11, soap12],
        [
            ("<m:Execute xmlns:m='urn:any'>\(request)</m:Execute>", "child"),
            ("<Execute>\n\(request)\n</Execute>", "child"),
            ("<m:Execute xmlns:m='urn:any'>\(escaped)</m:Execute>", "text"),
            ("<Execute> <![CDATA[\(request)]]> </Execute>", "cdata"), (request, "bare"),
        ]
    )
    func inKind(_ namespace: String, _ form: (body: String, carriage: String)) async throws {
        let answer = await service.post(
            Array(Self.envelope(namespace, form.body).utf8),
            contentType: namespace == Self.soap12 ? "application/soap+xml; charset=UTF-8" : "text/xml"
        )
        #expect(answer.status == 200)
        let type = namespace == Self.soap12 ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8"
        #expect(answer.contentType == type)
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.contains("\"\(namespace)\""))
        let root = try SampleElement.read(answer.body)
        #expect(root.name == "Envelope")
        let first = try #require(root.child("Body")?.children.first)
        #expect(text.contains("<![CDATA[") == (form.carriage == "cdata"))
        let response: SampleElement
        switch form.carriage {
        case "bare": response = first
        case "child": response = try #require(first.children.first)
        default: response = try SampleElement.read(first.text)
        }
        if form.carriage != "bare" {
            #expect(first.name == "ExecuteResponse")
            #expect(text.contains("urn:any") == form.body.contains("urn:any"))
        }
        #expect(response.name == "Response")
        #expect(response.child("InvokeID")?.text == "a & b")
        #expect(try response.property("Nonce").count == 32)
    }

    @Test("A refusal by code in an envelope is a processed request: 200")
    func failInEnvelope() async throws {
        let body = Self.envelope(
            Self.soap11,
            "<Execute><Request Operation='Nothing'><InvokeID>1</InvokeID></Request></Execute>"
        )
        let answer = await service.post(Array(body.utf8), soapAction: "\"\"")
        #expect(answer.status == 200)
        #expect(try SampleElement.read(answer.body).first("ErrorCode")?.text == "10102")
    }

    @Test(
        "What an envelope must not be is answered by a fault",
        arguments: [
            (soap11, "<Execute/>", "", 500, "Client"), (soap12, "<Execute/>", "", 400, "Sender"),
            (soap11, "", "", 500, "Client"), (soap11, "<Execute>&lt;Request</Execute>", "", 500, "Client"),
            (soap12, "<Execute>&lt;Other/></Execute>", "", 400, "Sender"),
            ("urn:soap-of-tomorrow", "<Execute/>", "", 500, "VersionMismatch"),
            (
                soap11, request, "<e:Header><x:S xmlns:x='urn:x' e:mustUnderstand='1'/></e:Header>", 500,
                "MustUnderstand"
            ),
            (soap12, request, "<e:Header><S e:mustUnderstand='true'/></e:Header>", 500, "MustUnderstand"),
            (
                soap11, "<Execute>&lt;!DOCTYPE r [&lt;!ENTITY x 'y'>]>&lt;Request Operation='Logout'/></Execute>", "",
                500, "Client"
            ),
            (soap11, "<Execute>\(request)\(request)</Execute>", "", 500, "Client"),
        ]
    )
    func faults(_ namespace: String, _ body: String, _ header: String, _ status: Int, _ code: String) async throws {
        let answer = await service.post(Array(Self.envelope(namespace, body, header: header).utf8), contentType: nil)
        #expect(answer.status == status)
        let fault = try #require(try SampleElement.read(answer.body).first("Fault"))
        let value = fault.first("faultcode") ?? fault.first("Value")
        #expect(value?.text == "soap:" + code)
    }

    private static let next11 = "http://schemas.xmlsoap.org/soap/actor/next"
    private static let roles12 = "http://www.w3.org/2003/05/soap-envelope/role/"

    @Test(
        "Header blocks that must be understood are a fault where they are for us",
        arguments: [
            (soap11, "<S e:mustUnderstand='1'/>"), (soap11, "<S e:mustUnderstand=' 1 '/>"),
            (soap11, "<S e:mustUnderstand='true'/>"), (soap11, "<S e:mustUnderstand='1' e:actor='\(next11)'/>"),
            (soap11, "<S e:mustUnderstand='1' e:actor=' \(next11)\n'/>"),
            (soap11, "<S e:mustUnderstand='1' e:actor=''/>"),
            (soap11, "<S xmlns:f='\(soap11)' f:mustUnderstand='1'/>"),
            (soap11, "<S e:mustUnderstand='1' xmlns:x='urn:x' x:actor='urn:another'/>"),
            (soap11, "<S e:mustUnderstand='1' actor='urn:another'/>"),
            (soap11, "<S e:mustUnderstand='1' e:role='urn:another'/>"),
            (soap11, "<S/><S e:mustUnderstand='0'/><S e:mustUnderstand='1'/>"),
            (soap12, "<S e:mustUnderstand='1'/>"), (soap12, "<S e:mustUnderstand='true'/>"),
            (soap12, "<S e:mustUnderstand='\ttrue '/>"), (soap12, "<S e:mustUnderstand='1' e:role=''/>"),
            (soap12, "<S e:mustUnderstand='1' e:role='\(roles12)next'/>"),
            (soap12, "<S e:mustUnderstand='true' e:role='\(roles12)ultimateReceiver'/>"),
            (soap12, "<S e:mustUnderstand='true' e:actor='urn:another'/>"),
        ]
    )
    func ourHeaders(_ namespace: String, _ blocks: String) async throws {
        let body = Self.envelope(namespace, Self.request, header: "<e:Header>\(blocks)</e:Header>")
        let answer = await service.post(Array(body.utf8), contentType: nil)
        #expect(answer.status == 500)
        let fault = try #require(try SampleElement.read(answer.body).first("Fault"))
        #expect((fault.first("faultcode") ?? fault.first("Value"))?.text == "soap:MustUnderstand")
    }

    @Test(
        "Header blocks that need not be understood, are for another, or are none of SOAP's, do no harm",
        arguments: [
            (soap11, "<e:Header/>"), (soap11, "<e:Header><S e:mustUnderstand='0'/></e:Header>"),
            (soap11, "<e:Header><S e:mustUnderstand='false'/></e:Header>"),
            (soap11, "<e:Header><S e:mustUnderstand='1' e:actor='urn:another'/></e:Header>"),
            (soap11, "<e:Header><S e:mustUnderstand='1' e:actor='\(roles12)next'/></e:Header>"),
            (soap11, "<e:Header><S xmlns:x='urn:x' x:mustUnderstand='1'/></e:Header>"),
            (soap11, "<e:Header><S mustUnderstand='1'/></e:Header>"),
            (soap11, "<e:Header><S xmlns:f='\(soap12)' f:mustUnderstand='1'/></e:Header>"),
            (soap11, "<e:Header><S><T e:mustUnderstand='1'/></S></e:Header>"),
            (soap11, "<x:Header xmlns:x='urn:x'><S e:mustUnderstand='1'/></x:Header>"),
            (soap11, "<e:Header/><x:Header xmlns:x='urn:x'/><x:Body xmlns:x='urn:x'/>"),
            (soap12, "<e:Header><S e:mustUnderstand='1' e:role='\(roles12)none'/></e:Header>"),
            (soap12, "<e:Header><S e:mustUnderstand='true' e:role='urn:another'/></e:Header>"),
            (soap12, "<e:Header><S e:mustUnderstand='true' e:role='\(next11)'/></e:Header>"),
        ]
    )
    func harmlessHeaders(_ namespace: String, _ header: String) async throws {
        let body = Self.envelope(namespace, Self.request, header: header)
        #expect(await service.post(Array(body.utf8), contentType: nil).status == 200)
    }

    @Test(
        "An envelope, or a body, of a foreign namespace is no SOAP",
        arguments: [
            ("<Envelope><Body>\(request)</Body></Envelope>", "VersionMismatch"),
            ("<x:Envelope xmlns:x='urn:x'><x:Body>\(request)</x:Body></x:Envelope>", "VersionMismatch"),
            (
                "<x:Envelope xmlns:x='urn:x' xmlns:e='\(soap11)'><e:Body>\(request)</e:Body></x:Envelope>",
                "VersionMismatch"
            ),
            ("<e:Envelope xmlns:e='\(soap11)'><Body>\(request)</Body></e:Envelope>", "Client"),
            ("<e:Envelope xmlns:e='\(soap11)' xmlns:x='\(soap12)'><x:Body>\(request)</x:Body></e:Envelope>", "Client"),
        ]
    )
    func foreignEnvelopes(_ document: String, _ code: String) async throws {
        let answer = await service.post(Array(document.utf8), contentType: nil)
        #expect(answer.status == 500)
        #expect(try SampleElement.read(answer.body).first("faultcode")?.text == "soap:" + code)
    }

    @Test(
        "What is not XML at all is answered in the form that the headers speak of",
        arguments: [
            ("text/xml", nil, 400, "Response"), (nil, nil, 400, "Response"), ("text/xml", "\"\"", 500, "Envelope"),
            ("application/soap+xml", nil, 400, "Envelope"),
        ] as [(String?, String?, Int, String)]
    )
    func notXML(_ contentType: String?, _ soapAction: String?, _ status: Int, _ root: String) async throws {
        let answer = await service.post(Array("{}".utf8), contentType: contentType, soapAction: soapAction)
        #expect(answer.status == status)
        #expect(try SampleElement.read(answer.body).name == root)
    }

    @Test("A bare request as application/xml is answered as that")
    func bareContentType() async {
        let answer = await service.post(Array(Self.request.utf8), contentType: "application/xml")
        #expect(answer.contentType == "application/xml; charset=utf-8")
    }

    @Test("The WSDL is XML that names its address, escaped, in both ports")
    func wsdl() throws {
        let root = try SampleElement.read(service.endpoint.wsdl(address: "http://host/ws?a=1&b=2"))
        #expect(root.name == "definitions")
        let ports = try #require(root.child("service")).children
        #expect(
            ports.map { $0.child("address")?.attributes["location"] }
                == Array(repeating: "http://host/ws?a=1&b=2", count: 2)
        )
    }
}
