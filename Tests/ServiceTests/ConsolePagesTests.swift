import Foundation
import Service
import Testing

/// The console's pages as a browser is given them.
@Suite("Console pages")
struct ConsolePagesTests {
    private func get(_ target: String, from service: ServiceUnderTest) async throws -> ServiceClient.Answer {
        try await service.client.send("GET", target, token: ServiceUnderTest.reportToken)
    }

    @Test("without a demonstration there is no list, and the page says whose the calls are")
    func noList() async throws {
        try await ServiceUnderTest.run { service in
            let page = try await get("/", from: service)
            #expect(page.status == 200)
            #expect(page.text.contains("keeps no calls of its own"))
            #expect(try await get("/console/calls", from: service).problem.code == "noCallList")
        }
    }

    @Test("a call of any report has a page, by the fields in its address")
    func anyCall() async throws {
        try await ServiceUnderTest.run { service in
            let page = try await get(
                "/console/calls/S%2F1%22%2541?user=supervisor&telSysID=1&startTime=2026-11-20T09:15:03Z&durationSeconds=184"
                    + "&direction=inbound&from=%2B441632960111&to=%3Cb%3E&externalCallID=callhalf-1:0",
                from: service
            )
            #expect(page.status == 200)
            #expect(page.text.contains("<h1>+441632960111 to &lt;b&gt;</h1>"))
            #expect(page.text.contains("<dd>S/1&quot;%41</dd>"))
            #expect(page.text.contains("<dt>Telephony Server</dt><dd>Head office</dd>"))
            #expect(page.text.contains("<dd>Head office supervisor (supervisor)</dd>"))
            #expect(page.text.contains("<dt>Duration</dt><dd>3:04</dd>"))
            #expect(page.text.contains("&quot;startTime&quot;:&quot;2026-11-20T09:15:03Z&quot;"))
            #expect(page.text.contains("data-user=\"supervisor\""))
        }
    }

    @Test(
        "an address that is not a call's is told so on a page",
        arguments: [
            ("/console/calls/S-1", 404, "user, telSysID and startTime at least"),
            ("/console/calls/S-1?user=supervisor&startTime=2026-11-20T09:15:03Z", 400, "telSysID is missing"),
            ("/console/calls/S-1?user=supervisor&telSysID=1&startTime=yesterday", 400, "startTime must be a time"),
            ("/console/calls/S-1?telSysID=1&startTime=2026-11-20T09:15:03Z", 400, "user is missing"),
            ("/console/calls/S-1?user=a&telSysID=1&startTime=2026-11-20T09:15:03Z&x=1", 400, "no query parameter x"),
        ]
    )
    func notACall(target: String, status: Int, sentence: String) async throws {
        try await ServiceUnderTest.run { service in
            let page = try await get(target, from: service)
            #expect(page.status == status)
            #expect(page["Content-Type"] == "text/html; charset=utf-8")
            #expect(page.text.contains(sentence))
            #expect(page.text.contains("<code>\(try #require(page["X-Request-Id"]))</code>"))
        }
    }

    @Test("text comes compressed to whoever takes it, and as it is to others")
    func compressed() async throws {
        try await ServiceUnderTest.run { service in
            for target in ["/console/console.css", "/console/player.js", "/"] {
                let plain = try await get(target, from: service)
                #expect(plain["Content-Encoding"] == nil)
                #expect(plain["Vary"] == "Accept-Encoding")
                for refusal in ["identity", "gzip;q=0", "br, gzip; q=0.0", ""] {
                    let answer = try await service.client.send(
                        "GET",
                        target,
                        token: ServiceUnderTest.reportToken,
                        headers: [("Accept-Encoding", refusal)]
                    )
                    #expect(answer.bytes == plain.bytes)
                }
                let answer = try await service.client.sendRaw(
                    "GET",
                    target,
                    headers: [
                        ("Accept-Encoding", "br, gzip, deflate"),
                        ("Authorization", "Bearer \(ServiceUnderTest.reportToken)"),
                    ]
                )
                #expect(answer["Content-Encoding"] == "gzip")
                #expect(answer.body.starts(with: [0x1F, 0x8B]))
                #expect(answer.body.count < plain.bytes.count / 2)
                // The last four bytes are the length of the text (RFC 1952 §2.3.1).
                let length = answer.body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
                #expect(length == plain.bytes.count)
            }
        }
    }
}
