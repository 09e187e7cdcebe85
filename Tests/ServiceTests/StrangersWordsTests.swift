import DubberSimulator
import Foundation
import Logging
import Service
import Testing
import Transport

/// What comes from outside and is shown: by a browser, a terminal, a spreadsheet, a log.
@Suite("Strangers' words", .timeLimit(.minutes(5)))
struct StrangersWordsTests {
    private func expectHarmless(
        _ answer: ServiceClient.Answer,
        resourcePolicy: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let policy = "sandbox; default-src 'none'"
        #expect(answer["Content-Security-Policy"] == policy, sourceLocation: sourceLocation)
        #expect(answer.headers.all("Content-Security-Policy").count == 1, sourceLocation: sourceLocation)
        #expect(answer["Cross-Origin-Resource-Policy"] == resourcePolicy, sourceLocation: sourceLocation)
        #expect(answer["X-Content-Type-Options"] == "nosniff", sourceLocation: sourceLocation)
    }

    @Test(
        "audio can never be a page of ours, nor one of another origin's that is not listed, whichever way it is answered",
        arguments: [([], "same-origin"), (["https://reports.example.com"], "cross-origin")]
    )
    func audioIsNoPage(origins: [String], policy: String) async throws {
        var setup = Setup()
        setup.configure = { $0.allowedOrigins = origins }
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            let tag = try #require(try await service.client.send("GET", url)["ETag"])
            // The event loop, then the ordinary route; whole, one part, several, none, conditions, refusals.
            let asked: [(fields: [(name: String, value: String)], status: Int)] = [
                ([], 200), ([("Range", "bytes=0-9")], 206), ([("Range", "bytes=0-9,20-29")], 206),
                ([("Range", "bytes=99999999-")], 416), ([("If-None-Match", tag)], 304), ([("If-Match", "\"x\"")], 412),
            ]
            for target in [url, url + "&x=1", url + "&download=1"] {
                for method in ["GET", "HEAD"] {
                    for (fields, status) in asked where method == "GET" || status == 200 {
                        let answer = try await service.client.send(method, target, headers: fields)
                        #expect(answer.status == status)
                        expectHarmless(answer, resourcePolicy: policy)
                    }
                }
            }
            for target in [url.replacing("sig=", with: "sig=x"), "/v1/audio/a/1", "/v1/audio/a"] {
                let answer = try await service.client.send("GET", target)
                #expect(answer.status >= 400)
                expectHarmless(answer, resourcePolicy: policy)
            }
        }
    }

    @Test("a change of the listed origins counts for what the event loop remembers")
    func reloadedPolicy() async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            for (origins, policy) in [
                ([], "same-origin"), (["https://a.example"], "cross-origin"), ([], "same-origin"),
            ] {
                var configuration = service.service.configuration
                configuration.allowedOrigins = origins
                try service.service.reload(configuration)
                for _ in 0..<3 {
                    #expect(try await service.client.send("GET", url)["Cross-Origin-Resource-Policy"] == policy)
                }
            }
        }
    }

    @Test("a problem document is no page either, and neither is an answer without a body")
    func problems() async throws {
        try await ServiceUnderTest.run { service in
            for target in ["/v1/audio/a/1", "/healthz", "/v1/users"] {
                let answer = try await service.client.send("OPTIONS", target)
                #expect(answer.status == 204 && answer["Content-Security-Policy"] == "sandbox; default-src 'none'")
            }
            for target in ["/nowhere/<script>alert(1)</script>", "/v1/audit", "/v1/cache"] {
                let answer = try await service.client.send("GET", target)
                #expect(answer["Content-Security-Policy"] == "sandbox; default-src 'none'")
            }
        }
    }

    @Test(
        "what a line cannot show is written out",
        arguments: [
            ("plain text", "plain text"), ("Zoë 日本 👩‍👧", "Zoë 日本 👩‍👧"), ("a\nb", "a\\u000Ab"),
            ("a\r\nb", "a\\u000D\\u000Ab"),
            ("\u{1B}[2J", "\\u001B[2J"), ("\u{9B}2J", "\\u009B2J"), ("a\u{202E}b", "a\\u202Eb"),
            ("a\u{2066}b\u{2069}", "a\\u2066b\\u2069"), ("a\u{2028}b\u{85}", "a\\u2028b\\u0085"), ("\u{7F}", "\\u007F"),
            ("\u{E0041}", "\\uDB40\\uDC41"), ("\n\u{301}", "\\u000A\u{301}"), ("\u{FEFF}a", "\\uFEFFa"),
            ("\0", "\\u0000"),
        ]
    )
    func printable(text: String, shown: String) {
        #expect(PrintableText.of(text) == shown)
        #expect(PrintableText.of(text, keepsLines: true).utf8.contains(0x0A) == text.utf8.contains(0x0A))
    }

    @Test("a log's metadata is written on one line, nested values too")
    func metadata() {
        let lines = LogLines()
        var logger = Logger(label: "test") { _ in PrintableLogHandler(lines.handler) }
        logger[metadataKey: "own"] = "a\u{1B}[31m"
        logger.info(
            "message",
            metadata: ["path": "/a\nINFO forged", "list": ["\u{202E}"], "object": ["a": "\r"], "number": "\(3)"]
        )
        #expect(lines.all.count == 1)
        let line = lines.all.first ?? ""
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
        #expect(line.contains("forged") && line.contains("[31m"))
    }

    @Test(
        "a spreadsheet's cell is quoted by bytes, so that no accent takes a quotation mark away",
        arguments: [
            ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("\"\u{301},=1+1", "\"\"\"\u{301},=1+1\""),
            ("a\r\nb", "\"a\r\nb\""), ("=1", "\"'=1\""), ("a,\u{301}b", "\"a,\u{301}b\""),
            ("\u{301}\"", "\"\u{301}\"\"\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@a", "\"'@a\""),
            ("\t=1", "\"'\t=1\""), ("\r=1", "\"'\r=1\""), ("=\u{301}1", "\"'=\u{301}1\""), (" =1", "\"' =1\""),
            ("\u{A0}=1", "\"'\u{A0}=1\""), ("\u{200B}=1", "\"'\u{200B}=1\""), ("\u{FEFF}=1", "\"'\u{FEFF}=1\""),
            ("\u{202E}=1", "\"'\u{202E}=1\""), ("＝1", "\"'＝1\""), ("＋1", "\"'＋1\""), ("－1", "\"'－1\""),
            ("＠a", "\"'＠a\""),
            ("|cmd", "\"'|cmd\""), ("a=1", "a=1"), ("日本", "日本"), ("", ""),
        ]
    )
    func cells(text: String, cell: String) {
        // As bytes: texts of the same characters are the same to Swift.
        #expect(Array(AuditCSV.cell(text).utf8) == Array(cell.utf8))
    }
}
