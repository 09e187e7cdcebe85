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

    @Test("A lockout does not tell whether the user exists")
    func lockoutTellsNothing() async throws {
        for username in ["everything", "nobody", "no-password"] {
            for _ in 0..<5 { #expect(try await attempt(username) == 10305) }
            #expect(try await attempt(username, right: true) == 10307)
        }
    }

    @Test("Who fails elsewhere locks nobody out here, however many fail for however many names")
    func othersFailures() async throws {
        for number in 0..<20 {
            for _ in 0..<6 { _ = try await attempt(address: "198.51.100.\(number)") }
            #expect(try await attempt("user-\(number)") == 10305)
        }
        #expect(try await attempt(right: true) == nil, "after guesses at the name elsewhere, and at others here")
        #expect(try await attempt(right: true, address: "198.51.100.0") == 10307)
        #expect(try await attempt("server-1", right: true, address: "198.51.100.0") == nil)
    }

    @Test(
        "A client's other addresses are as good as its own",
        arguments: [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("::ffff:192.0.2.7", "192.0.2.7", true), ("::ffff:c000:207", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false), ("2001:DB8:0001:2::1", "2001:db8:1:2::2", true),
            ("unknown", "unknown", true),
        ]
    )
    func networks(_ guesser: String, _ other: String, _ isSame: Bool) async throws {
        for _ in 0..<5 { #expect(try await attempt(address: guesser) == 10305) }
        #expect(try await attempt(right: true, address: other) == (isSame ? 10307 : nil))
    }

    @Test("A clock that is set back makes no lockout last longer")
    func clockSetBack() async throws {
        for _ in 0..<5 { #expect(try await attempt() == 10305) }
        service.advance(seconds: -3_600)
        #expect(try await attempt(right: true) == nil)
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
        let service = try ServiceUnderTest(limits: limits)
        let other = SignInTests(service: service)
        for _ in 0..<5 { #expect(try await other.attempt("kept") == 10305) }
        for number in 0..<3 { #expect(try await other.attempt("user-\(number)") == 10305) }
        #expect(try await other.attempt("kept") == 10307, "four names are remembered")
        for _ in 0..<20 { #expect(try await other.attempt("user-0") != nil) }
        #expect(try await other.attempt("kept") == 10307, "one name's many failures push nobody out")
        #expect(try await other.attempt("user-3") == 10305)
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
