import Foundation
import Testing
import WebServices

/// What would cost a parser much is refused before one sees it.
struct MarkupLimitTests {
    private static let limits = WebServicesLimits()

    private static func repeated(_ count: Int, _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined()
    }

    private static func request(_ content: String, attributes: String = "") -> String {
        "<Request Operation='CreateSession' \(attributes)><InvokeID>1</InvokeID>\(content)</Request>"
    }

    private static let most = limits.attributesPerElement - 1
    private static let longest = String(repeating: "n", count: limits.nameBytes)

    private static func attributes(_ count: Int) -> String { repeated(count) { "a\($0)='' " } }

    private static func declarations(_ count: Int) -> String { repeated(count) { "xmlns:a\($0)='urn:\($0)' " } }

    private static func wide(_ count: Int) -> String { repeated(count) { _ in "<b \(attributes(49))/>" } }

    private static let documents: [(String, Int)] = [
        (request("", attributes: attributes(most)), 200), (request("", attributes: attributes(most + 1)), 400),
        (request("", attributes: declarations(most)), 200), (request("", attributes: declarations(most + 1)), 400),
        (request(wide(40)), 200), (request(wide(41)), 400),
        (request("<\(longest)/>"), 200), (request("<\(longest)n/>"), 400),
        (request("<n \(longest)='1'/>"), 200), (request("<n \(longest)n='1'/>"), 400),
        (request("<n></\(longest)n>"), 400),
        (request("<n a='<'/>"), 400), (request("<n a='>'/>"), 200), (request("<n a=\"'\" b='\"'/>"), 200),
        (request("<n a='/'/>"), 200), (request("<n a='/'></n>"), 200), (request("<n a='"), 400),
        (request(repeated(50) { _ in "<a/>" } + repeated(12) { _ in "<b>" } + repeated(12) { _ in "</b>" }), 200),
    ]

    @Test("As much as is permitted is taken, and one more is refused", arguments: documents)
    func borders(_ document: String, _ status: Int) async throws {
        let service = try ServiceUnderTest()
        #expect(await service.post(Array(document.utf8)).status == status)
    }

    @Test(
        "Dear documents of the greatest length are refused, inside an envelope's text too, and the service goes on",
        arguments: [attributes(23_000), declarations(9_000), repeated(12_000) { "x:a\($0)='' " } + "xmlns:x='u'"]
    )
    func dear(_ attributes: String) async throws {
        let service = try ServiceUnderTest()
        let document = "<Request \(attributes)/>"
        let envelope = """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><Execute>\
            <![CDATA[\(document)]]></Execute></s:Body></s:Envelope>
            """
        for message in [document, envelope] {
            #expect(await service.post(Array(message.utf8)).status == 400)
        }
        #expect(try await service.call("CreateSession", session: nil).errorCode == nil)
    }

    @Test("Only who has signed in may send a long body; each carriage tells whose it is")
    func longBodies() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let waiting = try await service.call("CreateSession", session: nil).property("SessionID")
        let (short, long) = (Self.limits.bodyBytesBeforeSignIn, Self.limits.bodyBytes)
        for (beginning, expected) in [
            ("<Request><SessionID>\(session)</SessionID>", long),
            ("<r:Request><r:SessionID xsi:type='xs:string'>\n  \(session)\n</r:SessionID>", long),
            ("&lt;Request&gt;&lt;SessionID&gt;\(session)&lt;/SessionID&gt;", long),
            ("<Request><SessionID>\(waiting)</SessionID>", short), ("<Request><SessionID/>", short),
            ("<Request><SessionID>\(session.lowercased())</SessionID>", short), ("", short), (session, short),
            ("<Request><SessionID>\(String(repeating: " ", count: 300))\(session)</SessionID>", short),
        ] {
            #expect(service.endpoint.maximumBodyBytes(beginning: Array(beginning.utf8)) == expected, "\(beginning)")
        }
        _ = try await service.call("Logout", session: session)
        let beginning = Array("<SessionID>\(session)</SessionID>".utf8)
        #expect(service.endpoint.maximumBodyBytes(beginning: beginning) == short)
    }
}
