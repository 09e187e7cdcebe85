import Foundation
import Recordings
import Registry
import Testing
import WebServices

struct SignInTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    /// The code of an attempt; `nil` when somebody is signed in.
    private func attempt(
        _ username: String = "everything",
        right: Bool = false,
        address: String = ServiceUnderTest.address
    ) async throws -> Int? {
        let created = try await service.call("CreateSession", session: nil, address: address)
        let password = right ? ServiceUnderTest.password : "wrong"
        let digest = ClientDigest.make(nonce: try created.property("Nonce"), password: password)
        return try await service.call(
            "Authenticate",
            session: try created.property("SessionID"),
            ["Username": username, "Password": digest],
            address: address
        ).errorCode
    }

    @Test("A locked user is refused even with the right password, and every further failure locks for twice as long")
    func userLockout() async throws {
        for _ in 0..<5 { #expect(try await attempt() == 10305) }
        for seconds in [30.0, 60, 120, 240, 480, 900, 900] {
            service.advance(seconds: seconds - 1)
            #expect(try await attempt(right: true) == 10307)
            service.advance(seconds: 1)
            #expect(try await attempt() == 10305, "after \(seconds) s a try is free again")
        }
        service.advance(seconds: 900)
        #expect(try await attempt(right: true) == nil)
        #expect(try await attempt() == 10305, "a success forgets the failures")
    }

    @Test("A user is locked out whichever address the failures came from, and whether or not the user exists")
    func lockoutTellsNothing() async throws {
        for username in ["everything", "nobody", "no-password"] {
            for number in 0..<5 {
                #expect(try await attempt(username, address: "198.51.100.\(number)") == 10305)
            }
            #expect(try await attempt(username, right: true, address: "198.51.100.99") == 10307)
        }
    }

    @Test("An address is locked out that fails for many users; others may still sign in")
    func addressLockout() async throws {
        for number in 0..<20 { #expect(try await attempt("user-\(number)") == 10305) }
        #expect(try await attempt("everything", right: true) == 10307)
        #expect(try await attempt("everything", right: true, address: "192.0.2.77") == nil)
        service.advance(seconds: 30)
        #expect(try await attempt("everything", right: true) == nil)
        #expect(try await attempt("user-20") == 10305)
        #expect(try await attempt("everything", right: true) == 10307, "a success does not clear an address")
    }

    @Test("Failures are forgotten after an hour without one")
    func failuresAreForgotten() async throws {
        for _ in 0..<4 { #expect(try await attempt() == 10305) }
        service.advance(seconds: 3600)
        for _ in 0..<4 { #expect(try await attempt() == 10305) }
        #expect(try await attempt(right: true) == nil)
    }

    @Test("Guesses at the same moment cannot pass the lockout together")
    func concurrentGuesses() async throws {
        let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<30 { group.addTask { try await attempt() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.count { $0 == 10305 } == 5)
        #expect(codes.count { $0 == 10307 } == 25)
    }

    @Test("Guessing at endless users does not take endless memory, and forgets the oldest guesses first")
    func recordsAreBounded() async throws {
        var limits = WebServicesLimits()
        limits.lockouts.records = 4
        limits.lockouts.addressFailures = 1_000
        let service = try ServiceUnderTest(limits: limits)
        let other = SignInTests(service: service)
        for _ in 0..<5 { #expect(try await other.attempt("kept") == 10305) }
        service.advance(seconds: 1)
        for number in 0..<2 { #expect(try await other.attempt("user-\(number)") == 10305) }
        #expect(try await other.attempt("kept") == 10307)
        service.advance(seconds: 1)
        for number in 2..<4 { #expect(try await other.attempt("user-\(number)") == 10305) }
        #expect(try await other.attempt("kept") == 10305)
    }

    private init(service: ServiceUnderTest) {
        self.service = service
    }

    @Test("A password set later signs in at once, and the old one no longer")
    func newPassword() async throws {
        try service.registry.setPassword(.init("Another one"), of: "everything", now: service.now)
        #expect(try await attempt(right: true) == 10305)
        let created = try await service.call("CreateSession", session: nil)
        let digest = ClientDigest.make(nonce: try created.property("Nonce"), password: "Another one")
        let answer = try await service.call(
            "Authenticate",
            session: try created.property("SessionID"),
            ["Username": "everything", "Password": digest]
        )
        #expect(answer.errorCode == nil)
    }
}
