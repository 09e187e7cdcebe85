import Crypto
import DubberSimulator
import Foundation
import Logging
import Recordings
import Registry
import Service
import Testing

/// Administrators who sign in to the console as people: by name and password, for as long as they have the right to.
@Suite("Administrators' sessions", .timeLimit(.minutes(5)))
struct AdministratorSessionTests {
    private static let administrator = Administrators.headOffice
    private static let sentence = "The user name or the password is wrong."

    private static func run(
        _ setup: Setup = Setup(),
        logger: Logger = RunningSimulator.quiet,
        _ body: @Sendable (ServiceUnderTest) async throws -> Void
    ) async throws {
        try await ServiceUnderTest.run(setup, logger: logger) { service in
            try service.registry.importFile(Administrators.importFile())
            try await body(service)
        }
    }

    /// Whether a cookie still opens a page.
    private static func isSignedIn(_ cookie: ServiceUnderTest.Header, _ service: ServiceUnderTest) async throws -> Bool
    {
        try await service.client.sendRaw("GET", "/", headers: [cookie]).status == 200
    }

    private struct Standing: Decodable {
        let signedIn: Bool
        let name: String?
        let role: String?
        let telSysID: Int?
        let partIDInTelSys: Int?
    }

    @Test(
        "an administrator signs in by name and password, and pages say who it is and of what",
        arguments: Administrators.allCases
    )
    func byPassword(administrator: Administrators) async throws {
        try await Self.run { service in
            let answer = try await service.signIn(as: administrator.rawValue)
            #expect(answer.status == 303 && answer["Location"] == "/")
            let cookie = try ServiceUnderTest.cookie(answer)
            let page = try await service.client.send("GET", "/", headers: [cookie])
            #expect(page.text.contains("<strong>\(administrator.rawValue)</strong>"))
            let scope =
                switch administrator {
                case .everything: "Administrator</span>"
                case .headOffice: "Administrator of Telephony Server 1</span>"
                case .leeds: "Administrator of Partition 2 of Telephony Server 1</span>"
                }
            #expect(page.text.contains(scope))
            let standing = try await service.client.send("GET", "/console/session", headers: [cookie])
                .decoded(as: Standing.self)
            #expect(standing.signedIn && standing.name == administrator.rawValue && standing.role == "admin")
            #expect(standing.telSysID == (administrator == .everything ? nil : 1))
            #expect(standing.partIDInTelSys == (administrator == .leeds ? 2 : nil))
        }
    }

    @Test("a program signs in by name and password with JSON")
    func json() async throws {
        try await Self.run { service in
            let body = "{\"username\":\"everything\",\"password\":\"\(Administrators.password)\"}"
            let answer = try await service.client.send("POST", "/console/session", body: Array(body.utf8))
            #expect(answer.status == 200)
            #expect(try answer.decoded(as: Standing.self).name == "everything")
            let wrong = try await service.client.send(
                "POST",
                "/console/session",
                body: Array("{\"username\":\"everything\",\"password\":\"x\"}".utf8)
            )
            #expect(wrong.status == 401)
            #expect(try wrong.problem.detail == Self.sentence)
        }
    }

    @Test("a wrong name and a wrong password have one answer, and no cookie")
    func wrong() async throws {
        try await Self.run { service in
            let tries = [
                ("everything", "wrong password"), ("nobody at all", Administrators.password), ("visitor", ""), ("", ""),
            ]
            for (username, password) in tries {
                let answer = try await service.signIn(as: username, password: password)
                #expect(answer.status == 401, "\(username)")
                #expect(answer.text.contains("role=\"alert\">\(Self.sentence)</p>"), "\(username)")
                #expect(answer["Set-Cookie"] == nil)
            }
        }
    }

    @Test("a user who does not administer is told so, with the right password alone")
    func noAdministrator() async throws {
        try await Self.run { service in
            try service.registry.importFile(Administrators.importFile([.leeds], isAdministrator: false))
            let right = try await service.signIn(as: "leeds")
            #expect(right.status == 403 && right["Set-Cookie"] == nil)
            #expect(right.text.contains("leeds is no administrator"))
            #expect(try await service.signIn(as: "leeds", password: "wrong").status == 401)
        }
    }

    @Test("failures lock a name out at an address, in the console and in the XML API together")
    func lockout() async throws {
        try await Self.run { service in
            for _ in 0..<5 { #expect(try await service.signIn(as: "everything", password: "wrong").status == 401) }
            let locked = try await service.signIn(as: "everything")
            #expect(locked.status == 429 && locked["Set-Cookie"] == nil)
            #expect(try await Self.authenticate("everything", service).contains("<ErrorCode>10307<"))
            // Another name at the same address is not.
            #expect(try await service.signIn(as: "leeds").status == 303)
            for _ in 0..<5 {
                #expect(try await Self.authenticate("leeds", service, password: "wrong").contains("10305"))
            }
            #expect(try await service.signIn(as: "leeds").status == 429)
            service.clock.advance(seconds: 31)
            #expect(try await service.signIn(as: "leeds").status == 303)
        }
    }

    /// What the XML API answers to a sign-in.
    private static func authenticate(
        _ username: String,
        _ service: ServiceUnderTest,
        password: String = Administrators.password
    ) async throws -> String {
        func post(_ message: String) async throws -> String {
            try await service.client.sendRaw("POST", "/ws", headers: [("Content-Type", "text/xml")], body: message).text
        }
        func hex(_ text: String) -> String {
            SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        }
        let created = try await post(
            "<Request Operation=\"CreateSession\"><InvokeID>1</InvokeID><OperationPayload/></Request>"
        )
        let id = try #require(created.firstMatch(of: /Name="SessionID">([^<]*)</)).1
        let nonce = try #require(created.firstMatch(of: /Name="Nonce">([^<]*)</)).1
        let digest = hex("\(nonce):\(hex(password))")
        return try await post(
            "<Request Operation=\"Authenticate\"><InvokeID>2</InvokeID><SessionID>\(id)</SessionID><OperationPayload>"
                + "<Property Name=\"Username\">\(username)</Property><Property Name=\"Password\">\(digest)</Property>"
                + "</OperationPayload></Request>"
        )
    }

    @Test("a session ends with the password that it began by, and another one's password ends nothing")
    func passwordChange() async throws {
        try await Self.run { service in
            let cookie = try await service.cookie(of: .headOffice)
            try service.registry.setPassword(Secret("a wholly new one"), of: "leeds")
            #expect(try await Self.isSignedIn(cookie, service))
            try service.registry.setPassword(Secret("a wholly new one"), of: "head office")
            #expect(try await !Self.isSignedIn(cookie, service))
            try service.registry.setPassword(Secret(Administrators.password), of: "head office")
            #expect(try await !Self.isSignedIn(cookie, service))
        }
    }

    @Test("a session ends with the right to administer, and follows the user into another scope")
    func lossOfRight() async throws {
        try await Self.run { service in
            let cookie = try await service.cookie(of: .leeds)
            let text =
                #"{"users":[{"username":"leeds","scope":{"telSysID":2,"partIDInTelSys":-1},"administrator":true}]}"#
            try service.registry.importFile(Data(text.utf8))
            let page = try await service.client.send("GET", "/", headers: [cookie])
            #expect(page.text.contains("Administrator of Telephony Server 2</span>"))
            try service.registry.importFile(Administrators.importFile([.leeds], isAdministrator: false))
            #expect(try await !Self.isSignedIn(cookie, service))
            try service.registry.importFile(Administrators.importFile([.leeds]))
            #expect(try await !Self.isSignedIn(cookie, service))
        }
    }

    @Test("a session that is not used for its time is over, and one that is used lasts for 12 hours")
    func time() async throws {
        var setup = Setup()
        setup.configure = { $0.consoleIdleMinutes = 10 }
        try await Self.run(setup) { service in
            let idle = try await service.cookie(of: .everything)
            service.clock.advance(seconds: 9 * 60)
            #expect(try await Self.isSignedIn(idle, service))
            service.clock.advance(seconds: 9 * 60)
            #expect(try await Self.isSignedIn(idle, service))
            service.clock.advance(seconds: 10 * 60)
            #expect(try await !Self.isSignedIn(idle, service))
            let used = try await service.cookie(of: .everything)
            for _ in 0..<79 {
                service.clock.advance(seconds: 9 * 60)
                #expect(try await Self.isSignedIn(used, service))
            }
            service.clock.advance(seconds: 9 * 60)
            #expect(try await !Self.isSignedIn(used, service))
        }
    }

    @Test("who signs in again is another session, and the browser's last one is over")
    func again() async throws {
        try await Self.run { service in
            let first = try await service.cookie(of: .everything)
            let answer = try await service.signIn(
                "token=\(ServiceUnderTest.reportToken)",
                headers: [ServiceUnderTest.sameOrigin, first]
            )
            #expect(try ServiceUnderTest.cookie(answer).value != first.value)
            #expect(try await !Self.isSignedIn(first, service))
        }
    }

    @Test("somebody has 64 sessions at most, of which the one that was not used for longest goes first")
    func perName() async throws {
        try await Self.run { service in
            let other = try await service.cookie(token: ServiceUnderTest.adminToken)
            let first = try await service.cookie(token: ServiceUnderTest.reportToken)
            let second = try await service.cookie(token: ServiceUnderTest.reportToken)
            for _ in 0..<62 { _ = try await service.cookie(token: ServiceUnderTest.reportToken) }
            #expect(try await Self.isSignedIn(first, service))
            _ = try await service.cookie(token: ServiceUnderTest.reportToken)
            #expect(try await Self.isSignedIn(first, service))
            #expect(try await !Self.isSignedIn(second, service))
            #expect(try await Self.isSignedIn(other, service))
        }
    }

    /// How a session ends under somebody's ears.
    enum End: CaseIterable, Sendable {
        case signOut, password, flag, scope
    }

    @Test(
        "audio that an administrator listens to without a signature breaks off when the session ends",
        arguments: End.allCases
    )
    func listening(end: End) async throws {
        var setup = Setup()
        setup.first = [SampleCompany.recording(audio: .generated(sizeBytes: 20 << 20, seed: 7))]
        try await Self.run(setup) { service in
            let cookie = try await service.cookie(of: .headOffice)
            let target = "/v1/audio/\(SampleCompany.office)/041"
            try await RawConnection.open(port: service.client.port) { connection in
                let host = "Host: 127.0.0.1:\(service.client.port)"
                try await connection.write("GET \(target) HTTP/1.1\r\n\(host)\r\nCookie: \(cookie.value)\r\n\r\n")
                #expect(try await connection.readHead().hasPrefix("HTTP/1.1 200 "))
                try await Self.end(end, cookie, service)
                // It may be ended by a reset as well.
                let rest = try? await connection.readToEnd()
                #expect((rest?.count ?? 0) < 20 << 20)
            }
        }
    }

    private static func end(_ end: End, _ cookie: ServiceUnderTest.Header, _ service: ServiceUnderTest) async throws {
        switch end {
        case .signOut:
            let answer = try await service.client.sendRaw("DELETE", "/console/session", headers: [cookie])
            #expect(answer.status == 204)
        case .password:
            try service.registry.setPassword(Secret("a wholly new one"), of: administrator.rawValue)
        case .flag:
            try service.registry.importFile(Administrators.importFile([administrator], isAdministrator: false))
        case .scope:
            let text = #"{"users":[{"username":"head office","scope":{"telSysID":2},"administrator":true}]}"#
            try service.registry.importFile(Data(text.utf8))
        }
    }

    @Test("no password and no session id gets into the log")
    func logs() async throws {
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in lines.handler }
        try await Self.run(logger: logger) { service in
            let cookie = try await service.cookie(of: .everything)
            _ = try await service.signIn(as: "everything", password: "planted password")
            _ = try await service.signIn(as: "planted password", password: "planted password")
            let log = lines.all.joined(separator: "\n")
            #expect(log.contains("signed in") && log.contains("sign-in refused"))
            #expect(!log.contains("planted"))
            #expect(!log.contains(Administrators.password))
            #expect(!log.contains(String(cookie.value.drop { $0 != "=" }.dropFirst())))
        }
    }
}
