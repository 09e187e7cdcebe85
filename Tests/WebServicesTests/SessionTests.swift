import Foundation
import Logging
import Recordings
import Registry
import Testing
import WebServices

struct SessionTests {
    @Test("A session is 32 upper-case hex digits, its nonce 32 lower-case ones, and no two are the same")
    func shapes() async throws {
        let service = try ServiceUnderTest()
        var seen: Set<String> = []
        for _ in 0..<20 {
            let answer = try await service.call("CreateSession", session: nil)
            #expect(answer.children.map(\.name) == ["InvokeID", "Success"])
            let names = answer.child("Success")?.children.compactMap { $0.attributes["Name"] }
            #expect(names == ["SessionID", "Nonce"])
            let sessionID = try answer.property("SessionID")
            let nonce = try answer.property("Nonce")
            #expect(sessionID.wholeMatch(of: /[0-9A-F]{32}/) != nil)
            #expect(nonce.wholeMatch(of: /[0-9a-f]{32}/) != nil)
            #expect(seen.insert(sessionID).inserted)
            #expect(seen.insert(nonce).inserted)
        }
    }

    @Test("The digest may be in either case")
    func digestCase() async throws {
        let service = try ServiceUnderTest()
        let created = try await service.call("CreateSession", session: nil)
        let digest = ClientDigest.make(nonce: try created.property("Nonce"), password: ServiceUnderTest.password)
        let answer = try await service.call(
            "Authenticate",
            session: try created.property("SessionID"),
            ["Username": "everything", "Password": digest.uppercased()]
        )
        #expect(answer.errorCode == nil)
    }

    @Test(
        "A failed sign-in clears the session: even the right digest of its nonce comes too late",
        arguments: [("everything", "0"), ("nobody", "right"), ("no-password", "right"), ("listener", "right")]
    )
    func failureClears(_ username: String, _ digest: String) async throws {
        let service = try ServiceUnderTest()
        let created = try await service.call("CreateSession", session: nil)
        let session = try created.property("SessionID")
        let right = ClientDigest.make(nonce: try created.property("Nonce"), password: ServiceUnderTest.password)
        let first = try await service.call(
            "Authenticate",
            session: session,
            ["Username": username, "Password": digest == "right" ? right : digest]
        )
        #expect(first.errorCode == (username == "listener" ? 10511 : 10305))
        let second = try await service.call(
            "Authenticate",
            session: session,
            ["Username": "everything", "Password": right]
        )
        #expect(second.errorCode == 10302)
    }

    @Test("A nonce signs in once: a second sign-in on the session fails and ends it")
    func nonceOnce() async throws {
        let service = try ServiceUnderTest()
        let created = try await service.call("CreateSession", session: nil)
        let session = try created.property("SessionID")
        let digest = ClientDigest.make(nonce: try created.property("Nonce"), password: ServiceUnderTest.password)
        let properties: KeyValuePairs = ["Username": "everything", "Password": digest]
        #expect(try await service.call("Authenticate", session: session, properties).errorCode == nil)
        #expect(try await service.call("Authenticate", session: session, properties).errorCode == 10305)
        #expect(try await service.call("CallRecIntInfo", session: session).errorCode == 10302)
    }

    @Test("Logout ends the session")
    func logout() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let answer = try await service.call("Logout", session: session)
        #expect(answer.attributes["Result"] == "Success")
        #expect(answer.children.map(\.name) == ["InvokeID"])
        #expect(try await service.call("Logout", session: session).errorCode == 10302)
    }

    @Test("A session lives while it is used, and is over after thirty idle minutes")
    func idle() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        let properties: KeyValuePairs = ["CallRecIntGUID": "wide"]
        for _ in 0..<3 {
            service.advance(seconds: 29 * 60)
            #expect(try await service.call("CallRecIntInfo", session: session, properties).errorCode == nil)
        }
        service.advance(seconds: 30 * 60)
        #expect(try await service.call("CallRecIntInfo", session: session, properties).errorCode == 10302)
    }

    @Test("Requests of one session at the same time each get their own answer")
    func concurrent() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.session()
        try await withThrowingTaskGroup(of: (Int, SampleElement).self) { group in
            for number in 0..<100 {
                group.addTask {
                    let guid = number.isMultiple(of: 2) ? "wide" : "on-server"
                    let request = """
                        <Request Operation="CallRecIntInfo"><InvokeID>n\(number)</InvokeID><SessionID>\(session)</SessionID>
                        <OperationPayload><Property Name="CallRecIntGUID">\(guid)</Property></OperationPayload></Request>
                        """
                    return (number, try await service.send(request))
                }
            }
            for try await (number, answer) in group {
                #expect(answer.child("InvokeID")?.text == "n\(number)")
                #expect(try answer.property("CallRecIntGUID") == (number.isMultiple(of: 2) ? "wide" : "on-server"))
            }
        }
    }

    @Test("An Invoke ID is echoed as it was sent", arguments: ["00001", "99999", "a &lt;b&gt; &amp; \"c\"", "é😀"])
    func invokeID(_ text: String) async throws {
        let service = try ServiceUnderTest()
        let answer = try await service.send("<Request Operation='CreateSession'><InvokeID>\(text)</InvokeID></Request>")
        let plain = text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        #expect(answer.child("InvokeID")?.text == plain)
    }

    @Test("However many sessions are made, each can be signed in on, and nobody's is pushed out")
    func waitingSessions() async throws {
        var limits = WebServicesLimits()
        limits.sessions.count = 3
        let service = try ServiceUnderTest(limits: limits)
        let signedIn = try await service.session()
        let waiting = try await service.call("CreateSession", session: nil)
        for _ in 0..<1_000 { _ = try await service.call("CreateSession", session: nil, address: "198.51.100.1") }
        let digest = ClientDigest.make(nonce: try waiting.property("Nonce"), password: ServiceUnderTest.password)
        let properties: KeyValuePairs = ["Username": "everything", "Password": digest]
        let session = try waiting.property("SessionID")
        #expect(try await service.call("Authenticate", session: session, properties).errorCode == nil)
        #expect(try await service.call("CallRecIntInfo", session: signedIn).errorCode == 11400)
    }

    @Test("A session that nobody signs in on is over after ten minutes, and made-up ones are none")
    func waitingEnds() async throws {
        let service = try ServiceUnderTest()
        let session = try await service.call("CreateSession", session: nil).property("SessionID")
        service.advance(seconds: 599)
        #expect(try await service.call("CallRecIntInfo", session: session).errorCode == 10305)
        for position in session.indices {
            var changed = session
            changed.replaceSubrange(position...position, with: session[position] == "0" ? "1" : "0")
            #expect(try await service.call("CallRecIntInfo", session: changed).errorCode == 10302)
        }
        for other in [session.lowercased(), String(session.dropLast()), session + "0", "", "é"] {
            let code = try await service.call("CallRecIntInfo", session: other).errorCode
            #expect(code == (other.isEmpty ? 10301 : 10302))
        }
        service.advance(seconds: 1)
        #expect(try await service.call("CallRecIntInfo", session: session).errorCode == 10302)
        service.advance(seconds: -7_200)
        #expect(try await service.call("CallRecIntInfo", session: session).errorCode == 10302, "nor from the future")
    }

    @Test("A session of another process is none")
    func otherProcess() async throws {
        let session = try await ServiceUnderTest().call("CreateSession", session: nil).property("SessionID")
        #expect(try await ServiceUnderTest().call("Logout", session: session).errorCode == 10302)
    }

    @Test(
        "A session that has ended cannot be signed in on again, though its digest be right",
        arguments: ["out", "pushed"]
    )
    func endedStaysEnded(_ end: String) async throws {
        var limits = WebServicesLimits()
        limits.sessions.count = 2
        let service = try ServiceUnderTest(limits: limits)
        let created = try await service.call("CreateSession", session: nil)
        let session = try created.property("SessionID")
        let digest = ClientDigest.make(nonce: try created.property("Nonce"), password: ServiceUnderTest.password)
        let properties: KeyValuePairs = ["Username": "everything", "Password": digest]
        #expect(try await service.call("Authenticate", session: session, properties).errorCode == nil)
        if end == "out" {
            _ = try await service.call("Logout", session: session)
        } else {
            for _ in 0..<2 {
                service.advance(seconds: 1)
                _ = try await service.session()
            }
        }
        #expect(try await service.call("Authenticate", session: session, properties).errorCode == 10302)
    }

    @Test("A user with too many sessions loses its own, and nobody else theirs")
    func sessionsOfOneUser() async throws {
        var limits = WebServicesLimits()
        limits.sessions.perUser = 2
        let service = try ServiceUnderTest(limits: limits)
        var sessions: [String] = [try await service.session("server-1")]
        for _ in 0..<3 {
            service.advance(seconds: 1)
            sessions.append(try await service.session("everything"))
        }
        var codes: [Int?] = []
        for session in sessions { codes.append(try await service.call("CallRecIntInfo", session: session).errorCode) }
        #expect(codes == [11400, 10302, 11400, 11400])
    }

    @Test("A session ends when its user's password is changed, in this process or another", arguments: [true, false])
    func passwordChanged(_ isHere: Bool) async throws {
        let service = try ServiceUnderTest()
        let other = try Registry.open(directory: service.folder, logger: Logger(label: "other"))
        defer { other.close() }
        let sessions = [try await service.session("everything"), try await service.session("server-1")]
        let registry = isHere ? service.registry : other
        try registry.setPassword(Secret(ServiceUnderTest.password), of: "everything", now: service.now)
        #expect(try await service.call("CallRecIntInfo", session: sessions[0]).errorCode == 11400, "it is the same")
        try registry.setPassword(Secret("quite another"), of: "everything", now: service.now)
        #expect(try await service.call("CallRecIntInfo", session: sessions[0]).errorCode == 10302)
        try registry.setPassword(Secret(ServiceUnderTest.password), of: "everything", now: service.now)
        #expect(try await service.call("CallRecIntInfo", session: sessions[0]).errorCode == 10302, "nor comes back")
        #expect(try await service.call("CallRecIntInfo", session: sessions[1]).errorCode == 11400)
    }

    @Test("When there are too many sessions, the one idle for longest makes room")
    func sessionCap() async throws {
        var limits = WebServicesLimits()
        limits.sessions.count = 3
        let service = try ServiceUnderTest(limits: limits)
        var sessions: [String] = []
        for number in 0..<3 {
            sessions.append(try await service.session(address: "192.0.2.\(number)"))
            service.advance(seconds: 1)
        }
        #expect(try await service.call("CallRecIntInfo", session: sessions[0]).errorCode == 11400)
        _ = try await service.session(address: "192.0.2.5")
        #expect(try await service.call("CallRecIntInfo", session: sessions[1]).errorCode == 10302)
        #expect(try await service.call("CallRecIntInfo", session: sessions[0]).errorCode == 11400)
        #expect(try await service.call("CallRecIntInfo", session: sessions[2]).errorCode == 11400)
    }
}
