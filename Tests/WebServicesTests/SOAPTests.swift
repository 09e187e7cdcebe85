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

    @Test(
        "Headers that need not be understood, or are for another, do no harm",
        arguments: [
            "<e:Header/>", "<e:Header><S e:mustUnderstand='0'/></e:Header>",
            "<e:Header><S e:mustUnderstand='1' e:actor='urn:another'/></e:Header>",
        ]
    )
    func harmlessHeaders(_ header: String) async throws {
        let body = Self.envelope(Self.soap11, Self.request, header: header)
        #expect(await service.post(Array(body.utf8)).status == 200)
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
