import Crypto
import Foundation
import Registry
import Service
import Testing

/// The XML API as it is reached through HTTP: how much it reads of whom, and whom it holds failures against.
@Suite("XML API over HTTP", .timeLimit(.minutes(5)))
struct WebServicesRouteTests {
    private static let password = "an administrator's"
    private static let smallBodyBytes = 16 * 1024

    private static func hex(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    private static func value(_ name: String, in text: String) throws -> String {
        let match = try #require(
            text.firstMatch(of: try Regex("Name=\"\(name)\">([^<]*)<", as: (Substring, Substring).self))
        )
        return String(match.1)
    }

    private static func message(
        _ operation: String,
        session: String = "",
        payload: String = "",
        padding: Int = 0
    ) -> String {
        let id = session.isEmpty ? "" : "<SessionID>\(session)</SessionID>"
        return "<Request Operation=\"\(operation)\"><InvokeID>1</InvokeID>\(id)"
            + "<OperationPayload>\(payload)</OperationPayload>\(String(repeating: " ", count: padding))</Request>"
    }

    private static func run(_ body: @Sendable (ServiceUnderTest) async throws -> Void) async throws {
        try await ServiceUnderTest.run { service in
            let text = #"{"users":[{"username":"boss","administrator":true,"password":"\#(password)"}]}"#
            try service.registry.importFile(Data(text.utf8))
            try await body(service)
        }
    }

    private static func post(
        _ message: String,
        to service: ServiceUnderTest,
        from addresses: String = "",
        announced preamble: [UInt8] = []
    ) async throws -> (status: Int, text: String) {
        var headers: [(name: String, value: String)] = [("Content-Type", "text/xml")]
        if !addresses.isEmpty { headers.append(("X-Forwarded-For", addresses)) }
        let answer = try await service.client.sendRaw(
            "POST",
            "/ws",
            headers: headers,
            body: message,
            preamble: preamble
        )
        return (answer.status, answer.text)
    }

    /// The answer to an attempt to sign in, and its session.
    private static func signIn(
        _ service: ServiceUnderTest,
        password: String = WebServicesRouteTests.password,
        from addresses: String = "",
        announced preamble: [UInt8] = []
    ) async throws -> (text: String, session: String) {
        let created = try await post(message("CreateSession"), to: service, from: addresses, announced: preamble).text
        let session = try value("SessionID", in: created)
        let digest = hex("\(try value("Nonce", in: created)):\(hex(password))")
        let payload = "<Property Name=\"Username\">boss</Property><Property Name=\"Password\">\(digest)</Property>"
        let answer = try await post(
            message("Authenticate", session: session, payload: payload),
            to: service,
            from: addresses,
            announced: preamble
        )
        return (answer.text, session)
    }

    @Test("A body of more than 16 KiB is read only of somebody who has signed in; others are told at once")
    func bodies() async throws {
        try await Self.run { service in
            let overhead = Self.message("CreateSession").utf8.count
            let border = Self.smallBodyBytes - overhead
            #expect(try await Self.post(Self.message("CreateSession", padding: border), to: service).status == 200)
            let answer = try await Self.post(Self.message("CreateSession", padding: border + 1), to: service)
            #expect(answer.status == 413)
            #expect(answer.text.contains("<ErrorCode>10000</ErrorCode>"))
            let (text, session) = try await Self.signIn(service)
            #expect(text.contains("Success"))
            let list = { (padding: Int, session: String) in
                let payload = "<Property Name=\"TelSysID\">1</Property>"
                return Self.message("CallRecIntList", session: session, payload: payload, padding: padding)
            }
            #expect(try await Self.post(list(200_000, session), to: service).text.contains("Head office Dubber"))
            #expect(try await Self.post(list(300_000, session), to: service).status == 413)
            let made = String(repeating: "0", count: 32)
            #expect(try await Self.post(list(200_000, made), to: service).status == 413)
            _ = try await Self.post(Self.message("Logout", session: session), to: service)
            #expect(try await Self.post(list(200_000, session), to: service).status == 413)
        }
    }

    @Test("A name is locked out at the address that a trusted proxy tells, and nowhere else")
    func lockouts() async throws {
        try await Self.run { service in
            for number in 0..<5 {
                let answer = try await Self.signIn(service, password: "wrong", from: "10.9.9.\(number), 203.0.113.9")
                #expect(answer.text.contains("10305"))
            }
            #expect(try await Self.signIn(service, from: "203.0.113.9").text.contains("10307"))
            #expect(try await Self.signIn(service, from: "203.0.113.9, 198.51.100.7").text.contains("Success"))
            #expect(try await Self.signIn(service, from: "198.51.100.7, 203.0.113.9").text.contains("10307"))
            #expect(try await Self.signIn(service).text.contains("Success"))
        }
    }

    @Test("A name is locked out at the address that a proxy announces, and nowhere else")
    func lockoutsOfAnnounced() async throws {
        try await Self.run { service in
            let (guesser, other) = ("203.0.113.9", "198.51.100.7")
            for number in 0..<5 {
                let header = number.isMultiple(of: 2) ? ProxyBytes.line(from: guesser) : ProxyBytes.block(from: guesser)
                // What the guesser says himself is not believed.
                let answer = try await Self.signIn(
                    service,
                    password: "wrong",
                    from: "10.9.9.\(number)",
                    announced: header
                )
                #expect(answer.text.contains("10305"))
            }
            for header in [ProxyBytes.line(from: guesser), ProxyBytes.block(from: guesser)] {
                #expect(try await Self.signIn(service, announced: header).text.contains("10307"))
            }
            for header in [ProxyBytes.line(from: other), ProxyBytes.block(from: other), ProxyBytes.local, []] {
                #expect(try await Self.signIn(service, announced: header).text.contains("Success"))
            }
        }
    }

    @Test("Requests a second are counted by the address that a trusted proxy tells")
    func rates() async throws {
        var setup = Setup()
        setup.configure = { $0.maximumRequestsPerSecond = 1 }
        try await ServiceUnderTest.run(setup) { service in
            func statuses(_ address: String) async throws -> [Int] {
                var statuses: [Int] = []
                for _ in 0..<12 {
                    let forwarded: [(name: String, value: String)] = [("X-Forwarded-For", address)]
                    statuses.append(try await service.client.send("GET", "/healthz", headers: forwarded).status)
                }
                return statuses
            }
            let first = try await statuses("203.0.113.9")
            let second = try await statuses("198.51.100.7")
            let proxys = try await statuses("127.0.0.1")
            #expect(first.contains(429))
            #expect(second.first == 200)
            #expect(proxys.allSatisfy { $0 == 200 }, "a proxy brings many")
        }
    }
}
