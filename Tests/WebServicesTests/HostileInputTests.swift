import Foundation
import Testing
import WebServices

struct HostileInputTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private static let request = "<Request Operation='CreateSession'><InvokeID>&x;</InvokeID></Request>"
    private static let sane = "<Request Operation='CreateSession'><InvokeID>1</InvokeID></Request>"

    private static let billionLaughs: String = {
        let levels = (1...9).map { level in
            "<!ENTITY a\(level) '\(String(repeating: "&a\(level - 1);", count: 10))'>"
        }
        return "<!DOCTYPE r [<!ENTITY a0 'lol'>\(levels.joined())<!ENTITY x '&a9;'>]>\(request)"
    }()

    @Test(
        "Document types and entities are refused before anything of them is read",
        arguments: [
            "<!DOCTYPE r [<!ENTITY x 'boom'>]>\(request)", "<!DOCTYPE r>\(sane)",
            "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\(request)",
            "<!DOCTYPE r SYSTEM 'file:///etc/passwd'>\(sane)",
            "<!DOCTYPE r PUBLIC '-//X//Y' 'http://192.0.2.1/x'>\(sane)",
            "<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://192.0.2.1/x'> %p;]>\(sane)", billionLaughs,
            "<?xml version='1.0'?><!-- a > comment --><?pi x?>\n<!-- -- x --><!DOCTYPE r>\(sane)",
            "\u{FEFF}<!DOCTYPE r>\(sane)", "<!doctype r>\(sane)", request, "\(sane)<!DOCTYPE r>",
            "<Request><!DOCTYPE r></Request>",
        ]
    )
    func documentTypes(_ document: String) async throws {
        let answer = await service.post(Array(document.utf8))
        #expect(answer.status == 400)
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(!text.contains("root:"))
        #expect(!text.contains("lol"))
        #expect(try SampleElement.read(answer.body).errorCode == 10000)
    }

    @Test(
        "Processing instructions are refused wherever they stand",
        arguments: [
            "<?pi?>\(sane)", "<?xm?>\(sane)", "<?pi x?>\(sane)", "<?xml version='1.0'?><?pi?>\(sane)",
            "\(sane)<?pi?>",
            "<Request Operation='CreateSession'><InvokeID>1</InvokeID><?pi?></Request>",
            "<Request Operation='CreateSession'><InvokeID>1<?pi ?></InvokeID></Request>", "<?", "<?xml",
            "<?xml?>\(sane)",
            "<!-- --><?pi?>\(sane)", "<Request a='<!--'><?pi?><b c='-->'/></Request>",
            "<Request><![CDATA[ ]]><?pi?><![CDATA[ ]]></Request>",
            "<Request a='<![CDATA['><?pi?><b c=']]>'/></Request>",
            "<!-- -- --><?pi?><!-- -->\(sane)", "< <!-- --><?pi?><!-- -->\(sane)", "<!-<?pi?>\(sane)",
        ]
    )
    func instructions(_ document: String) async throws {
        try await expectRefusal(document)
    }

    private func expectRefusal(_ document: String) async throws {
        let answer = await service.post(Array(document.utf8))
        #expect(answer.status == 400)
        #expect(try SampleElement.read(answer.body).errorCode == 10000)
    }

    @Test("What looks like an instruction inside text is text")
    func instructionInText() async throws {
        let answer = try await service.send(
            "<Request Operation='CreateSession'><InvokeID><![CDATA[<?pi?>]]><!-- <?pi?> --></InvokeID></Request>"
        )
        #expect(answer.child("InvokeID")?.text == "<?pi?>")
    }

    @Test("A declaration of a document type inside text is text")
    func doctypeInText() async throws {
        let answer = try await service.send(
            "<Request Operation='CreateSession'><InvokeID><![CDATA[<!DOCTYPE r>]]><!-- <!DOCTYPE --></InvokeID></Request>"
        )
        #expect(answer.child("InvokeID")?.text == "<!DOCTYPE r>")
    }

    @Test("Inclusions are not followed")
    func inclusions() async throws {
        let answer = try await service.send(
            """
            <Request Operation='CreateSession' xmlns:xi='http://www.w3.org/2001/XInclude'><InvokeID>1</InvokeID>
            <xi:include href='file:///etc/passwd' parse='text'/></Request>
            """
        )
        #expect(answer.child("InvokeID")?.text == "1")
    }

    @Test(
        "What is not one whole Request is refused",
        arguments: [
            "", " ", "x", "<", "<Request", "<Request>", "<Request><InvokeID>1</InvokeID>", "<Request></request>",
            "<Other/>", "<request/>", sane + sane, sane + "x", sane + "<", "<p:Request/>", "<Request a='1' a='2'/>",
            "<Request a=1/>", "<Request>&#0;</Request>", "<Request>\u{1}</Request>", "<Request>&undefined;</Request>",
            "<Request><InvokeID>1</InvokeID><InvokeID>2</InvokeID></Request>",
            "<Request><OperationPayload/><OperationPayload/></Request>", "{\"Request\":1}",
            " <?xml version='1.0'?>" + sane,
            "<Request Operation='CreateSession'><InvokeID>\(String(repeating: "1", count: 129))</InvokeID></Request>",
        ]
    )
    func notARequest(_ document: String) async throws {
        try await expectRefusal(document)
    }

    /// Text of ASCII in more than a byte for each character, the lowest first.
    private static func spaced(_ text: String, zeros: Int) -> [UInt8] {
        text.utf8.reduce(into: []) { $0 += [$1] + Array(repeating: 0, count: zeros) }
    }

    @Test(
        "Bytes that are not what they are said to be are refused",
        arguments: [
            Array("<Request><InvokeID>".utf8) + [0xFF] + Array("</InvokeID></Request>".utf8),
            Array("<Request><InvokeID>".utf8) + [0xC0, 0x80] + Array("</InvokeID></Request>".utf8),
            Array("<Request><InvokeID>".utf8) + [0xED, 0xA0, 0x80] + Array("</InvokeID></Request>".utf8),
            Array("<Request><InvokeID>1\u{0}</InvokeID></Request>".utf8),
            spaced(sane, zeros: 1), [0xFF, 0xFE, 0, 0] + spaced(sane, zeros: 3),
            [0xFF, 0xFE] + Array(sane.utf8),
            Array("<?xml version='1.0' encoding='UTF-8'".utf8) + Array(repeating: 0x20, count: 300)
                + Array("?>\(sane)".utf8),
            Array("<?xml version='1.0' encoding=utf-8?>\(sane)".utf8), Array("<?xml version='1.0' encoding=''?>".utf8),
        ] as [[UInt8]]
    )
    func encodings(_ document: [UInt8]) async {
        #expect(await service.post(document).status == 400)
    }

    @Test(
        "A document type in two bytes for each character is refused like any other",
        arguments: ["<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\(request)", "<?pi?>\(sane)", request]
    )
    func wideDocumentTypes(_ document: String) async {
        let wide: [UInt8] = document.utf16.reduce(into: [0xFE, 0xFF]) { $0 += [UInt8($1 >> 8), UInt8($1 & 0xFF)] }
        #expect(await service.post(wide, contentType: "text/xml; charset=utf-16").status == 400)
    }

    @Test("Size, depth and number of elements have their limits, and the limit itself is allowed")
    func limits() async {
        var limits = WebServicesLimits()
        limits.bodyBytes = 4_096
        limits.elements = 50
        guard let service = try? ServiceUnderTest(limits: limits) else {
            Issue.record("no service")
            return
        }
        func request(_ content: String) -> [UInt8] {
            Array("<Request Operation='CreateSession'><InvokeID>1</InvokeID>\(content)</Request>".utf8)
        }
        let padding = limits.bodyBytes - request("").count
        #expect(await service.post(request(String(repeating: " ", count: padding))).status == 200)
        #expect(await service.post(request(String(repeating: " ", count: padding + 1))).status == 413)
        let nested = { (depth: Int) in
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(await service.post(request(nested(limits.depth - 1))).status == 200)
        #expect(await service.post(request(nested(limits.depth))).status == 400)
        #expect(await service.post(request(String(repeating: "<a/>", count: 48))).status == 200)
        #expect(await service.post(request(String(repeating: "<a/>", count: 49))).status == 400)
        let soap = await service.post(
            request(String(repeating: " ", count: padding + 1)),
            contentType: "application/soap+xml"
        )
        #expect(soap.status == 413)
        #expect(soap.contentType == "application/soap+xml; charset=utf-8")
    }

    @Test(
        "The deepest and widest documents that fit into a body do no harm",
        arguments: ["<a>", "<a b='", "<!--", "<![CDATA[", "&amp;", "<a xmlns='x'>", "<a/>", "\u{10FFFF}", "]]>"]
    )
    func repetitions(_ part: String) async {
        let count = WebServicesLimits().bodyBytes / part.utf8.count - 100
        let document = "<Request>" + String(repeating: part, count: count)
        #expect(await service.post(Array(document.utf8)).status == 400)
    }
}
