import Foundation
import Testing
import WebServices

/// In which characters a request is written: by its mark, by the transport, by its declaration, in this order.
struct CharacterEncodingTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    /// A document, the way its text is written in bytes, and the type that it is sent under.
    struct Sample: Sendable, CustomTestStringConvertible {
        var declares: String?
        var writes: Writing
        var type: String?

        var testDescription: String { "\(declares ?? "nothing") in \(writes) as \(type ?? "nothing")" }

        init(_ declares: String?, _ writes: Writing, _ type: String?) {
            self.declares = declares
            self.writes = writes
            self.type = type
        }

        func bytes(_ content: String) -> [UInt8] {
            writes.bytes((declares.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>\n" } ?? "") + content)
        }
    }

    enum Writing: Sendable {
        case utf8, markedUTF8, little, big, markedLittle, markedBig, latin1, windows1252

        func bytes(_ text: String) -> [UInt8] {
            let little: [UInt8] = text.utf16.reduce(into: []) { $0 += [UInt8($1 & 0xFF), UInt8($1 >> 8)] }
            let big: [UInt8] = text.utf16.reduce(into: []) { $0 += [UInt8($1 >> 8), UInt8($1 & 0xFF)] }
            return switch self {
            case .utf8: Array(text.utf8)
            case .markedUTF8: [0xEF, 0xBB, 0xBF] + text.utf8
            case .little: little
            case .big: big
            case .markedLittle: [0xFF, 0xFE] + little
            case .markedBig: [0xFE, 0xFF] + big
            case .latin1: text.unicodeScalars.map { UInt8($0.value) }
            case .windows1252: text.unicodeScalars.map { $0 == "€" ? 0x80 : $0 == "’" ? 0x92 : UInt8($0.value) }
            }
        }
    }

    private static let samples: [Sample] = [
        // What is made in memory says what it was there; the transport knows better.
        .init("utf-16", .utf8, "text/xml; charset=utf-8"), .init("UTF-16", .markedUTF8, "text/xml; charset=utf-8"),
        .init("Unicode", .utf8, "text/xml; charset=\"UTF-8\""), .init("iso-8859-1", .utf8, "text/xml; charset=utf-8"),
        .init("x-nobodys", .utf8, "application/xml;charset=UTF8"), .init("utf-16", .utf8, "text/xml"),
        .init("utf-16le", .utf8, nil), .init("utf-8", .utf8, "text/xml"), .init(nil, .utf8, nil),
        .init(nil, .utf8, "text/xml; charset="), .init(nil, .utf8, "text/xml; charset=utf-8; charset=UTF-8"),
        // Two bytes for each character.
        .init("utf-16", .markedLittle, "text/xml"), .init("utf-16", .markedBig, "text/xml; charset=utf-16"),
        .init(nil, .markedLittle, "text/xml; charset=UTF-16"), .init(nil, .markedBig, nil),
        .init("utf-16", .little, nil), .init("utf-16", .big, "text/xml"), .init(nil, .little, "text/xml"),
        .init(nil, .little, "text/xml; charset=utf-16le"), .init("utf-8", .big, "text/xml; charset=utf-16be"),
        .init("utf-16", .markedLittle, "text/xml; charset=utf-16le"), .init(nil, .little, "text/xml; charset=utf-16"),
        .init(nil, .big, "text/xml; charset=utf-16"), .init("utf-8", .markedLittle, "text/xml; charset=utf-8"),
        // One byte.
        .init("iso-8859-1", .latin1, "text/xml"), .init(nil, .latin1, "text/xml; charset=iso-8859-1"),
        .init("utf-8", .latin1, "text/xml; charset=Latin1"), .init("utf-16", .latin1, "text/xml; charset=ISO-8859-1"),
        .init("windows-1252", .latin1, nil), .init(nil, .latin1, "text/xml ; Charset = \"windows-1252\" "),
    ]

    @Test("A request is read in the characters that it is written in, whatever else is said of it", arguments: samples)
    func readable(_ sample: Sample) async throws {
        let request = "<Request Operation=\"CreateSession\"><InvokeID>ö é ß</InvokeID></Request>"
        let answer = await service.post(sample.bytes(request), contentType: sample.type)
        #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        #expect(try SampleElement.read(answer.body).child("InvokeID")?.text == "ö é ß")
        let envelope = """
            <e:Envelope xmlns:e="\(SOAPTests.soap11)"><e:Body><Execute>\(request)</Execute></e:Body></e:Envelope>
            """
        let enveloped = await service.post(sample.bytes(envelope), contentType: sample.type)
        #expect(enveloped.status == 200)
        #expect(try SampleElement.read(enveloped.body).first("InvokeID")?.text == "ö é ß")
    }

    @Test("Characters of Windows and of all the world are read where their encoding has them")
    func furtherCharacters() async throws {
        let request = { (id: String) in "<Request Operation=\"CreateSession\"><InvokeID>\(id)</InvokeID></Request>" }
        let cases: [(Writing, String, String)] = [
            (.windows1252, "text/xml; charset=windows-1252", "5 € d’or"),
            (.little, "text/xml; charset=utf-16", "日本語 😀"),
            (.markedBig, "text/xml", "日本語 😀"), (.utf8, "text/xml; charset=utf-8", "日本語 😀"),
            (.latin1, "text/xml; charset=us-ascii", "plain"),
        ]
        for (writing, type, id) in cases {
            let answer = await service.post(writing.bytes(request(id)), contentType: type)
            #expect(try SampleElement.read(answer.body).child("InvokeID")?.text == id, "\(type)")
        }
    }

    @Test(
        "A request that stands as text in another may declare what it was before, mark and all",
        arguments: [
            "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
            "<?xml version='1.0' encoding='UTF-16' standalone='yes'?>\r\n",
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?>", "<?xml version=\"1.0\" encoding=\"x-nobodys\"?>",
            "<?xml version=\"1.0\"?>", "\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-16\"?>", "\u{FEFF}", "",
        ],
        [true, false]
    )
    func inner(_ declaration: String, isSection: Bool) async throws {
        let request = declaration + "<Request Operation=\"CreateSession\"><InvokeID>ö</InvokeID></Request>"
        let text =
            isSection
            ? "<![CDATA[\(request)]]>" : request.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        for type in ["text/xml; charset=utf-8", "text/xml"] {
            let body = SOAPTests.envelope(SOAPTests.soap11, "<Execute>\(text)</Execute>")
            let answer = await service.post(Array(body.utf8), contentType: type)
            #expect(answer.status == 200)
            let first = try SampleElement.read(answer.body).child("Body")?.children.first
            #expect(try SampleElement.read(try #require(first).text).child("InvokeID")?.text == "ö")
        }
    }

    @Test(
        "What is not written in the characters that it is said to be, or in such as nobody knows, is one clear fault",
        arguments: [
            .init(nil, .utf8, "text/xml; charset=utf-7"), .init(nil, .utf8, "text/xml; charset=\"x-nobodys\""),
            .init("utf-7", .utf8, "text/xml"), .init("x-nobodys", .utf8, nil),
            .init(nil, .utf8, "text/xml; charset=utf-8; charset=iso-8859-1"), .init(nil, .latin1, "text/xml"),
            .init("utf-8", .latin1, "text/xml"), .init(nil, .latin1, "text/xml; charset=utf-8"),
            .init(nil, .utf8, "text/xml; charset=us-ascii"), .init("us-ascii", .utf8, nil),
            .init(nil, .little, "text/xml; charset=utf-8"), .init(nil, .utf8, "text/xml; charset=utf-16"),
            .init(nil, .little, "text/xml; charset=utf-16be"),
        ] as [Sample]
    )
    func refused(_ sample: Sample) async throws {
        // An odd number of bytes, so that pairs of them are no characters.
        let bytes = sample.bytes("<Request Operation=\"CreateSession\"><InvokeID>ö</InvokeID></Request>")
        let answer = await service.post(
            bytes.count.isMultiple(of: 2) ? bytes : bytes + [0x20],
            contentType: sample.type
        )
        #expect(answer.status == 400)
        #expect(try SampleElement.read(answer.body).errorCode == 10000)
        let soap = await service.post(bytes, contentType: sample.type, soapAction: "")
        #expect(soap.status == 500)
        #expect(try SampleElement.read(soap.body).first("faultcode")?.text == "soap:Client")
    }

    @Test("Half a character at the end is no document in two bytes for each")
    func halves() async {
        for writing in [Writing.markedLittle, .markedBig] {
            let bytes = writing.bytes("<Request Operation='CreateSession'><InvokeID>1</InvokeID></Request>")
            #expect(await service.post(bytes, contentType: "text/xml").status == 200)
            #expect(await service.post(bytes + [0x20], contentType: "text/xml").status == 400)
            let halfPair = writing.bytes("<Request>") + (writing == .markedLittle ? [0x00, 0xD8] : [0xD8, 0x00])
            #expect(await service.post(halfPair, contentType: "text/xml").status == 400)
        }
    }

    @Test(
        "The charset is a parameter of its own, not a text within another",
        arguments: [
            ("application/soap+xml; action=\"urn:x?charset=utf-16\"", 200),
            ("application/soap+xml; charset=utf-8; action=\"a;charset=utf-16\"", 200),
            ("application/soap+xml; action=\"charset=x-nobodys\"; charset=\"utf-8\"", 200),
            ("application/soap+xml;action=\"a\\\";charset=utf-7\";charset=utf-8", 200),
            ("application/soap+xml; action=urn:charset=utf-7", 200), ("application/soap+xml; xcharset=utf-7", 200),
            ("APPLICATION/SOAP+XML; ACTION=\"CHARSET=UTF-7\"; CHARSET=UTF-8", 200),
            ("application/soap+xml; charset*=utf-7''x", 200), ("application/soap+xml; action=\"charset=utf-7", 200),
            ("application/soap+xml; charset", 200), ("application/soap+xml;;charset=utf-8;", 200),
            ("application/soap+xml; action=\"a\" ; charset=utf-7", 400),
            ("application/soap+xml; action=\"charset=utf-8\"; Charset=\"utf-7\"", 400),
            ("application/soap+xml; action=\"\(String(repeating: "a", count: 500))\"; charset=utf-7", 400),
        ]
    )
    func parameters(_ type: String, _ status: Int) async {
        let body = SOAPTests.envelope(SOAPTests.soap12, SOAPTests.request)
        #expect(await service.post(Array(body.utf8), contentType: type).status == status)
    }

    @Test("The session of a long request is found in two bytes for each character too")
    func longRequest() async throws {
        let session = try await service.session()
        for writing in [Writing.utf8, .markedLittle, .markedBig] {
            let text = "<Request Operation=\"Logout\"><InvokeID>1</InvokeID><SessionID>\(session)</SessionID></Request>"
            let beginning = writing.bytes(text + String(repeating: " ", count: 20_000))
            #expect(service.endpoint.maximumBodyBytes(beginning: beginning) == service.endpoint.limits.bodyBytes)
        }
    }
}
