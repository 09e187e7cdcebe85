import DubberSimulator
import Foundation
import NIOHTTP1
import Testing

@Suite("Token endpoint")
struct TokenEndpointTests {
    @Test("The password grant gives a bearer token of 24 characters, its lifetime and a refresh token (A)")
    func passwordGrant() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.requestToken()
            let json = try answer.json()
            #expect(answer.status == 200)
            #expect((json["access_token"] as? String)?.count == 24)
            #expect(json["token_type"] as? String == "bearer")
            #expect(json["expires_in"] as? Int == 86_400)
            #expect(json["refresh_token"] is String)
            #expect(json.count > 4, "extra fields occur")
        }
    }

    @Test(
        "Any wrong credential gives the OAuth error (B)",
        arguments: ["client_id", "client_secret", "username", "password"]
    )
    func wrongCredentials(field: String) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let answer = try await test.requestToken(replacing: [field: "wrong"])
            #expect(answer.status == 400)
            #expect(try answer.json()["error"] as? String == "invalid_request")
            #expect(try answer.json()["error_description"] as? String == "Invalid credentials supplied")
        }
    }

    @Test("The parameters may stand in the query, without a body (A)", arguments: [nil, "application/json"])
    func parametersInQuery(contentType: String?) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let account = SampleAccount.account
            let query =
                "grant_type=password&client_id=\(account.clientID)&client_secret=\(account.clientSecret)"
                + "&username=\(account.authID)&password=\(account.authToken)"
            var headers: HTTPHeaders = [:]
            if let contentType { headers.add(name: "Content-Type", value: contentType) }
            let answer = try await test.peer.send(.POST, "/uk1/v1/token?\(query)", headers: headers)
            let token = try #require(try answer.json()["access_token"] as? String)
            #expect(try await test.call("/profile", token: token).status == 200)
            let bare = try await test.peer.send(.POST, "/uk1/v1/token?grant_type=password", headers: headers)
            #expect(bare.status == 400)
        }
    }

    @Test("The status of refused credentials can be 401, since it is not recorded (B)")
    func refusalStatus() async throws {
        let configuration = SampleAccount.configuration { $0.tokens.refusalStatus = 401 }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            #expect(try await test.requestToken(replacing: ["password": "wrong"]).status == 401)
        }
    }

    @Test("A refresh token gives a new pair (A)")
    func refreshGrant() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let first = try await test.requestToken().json()
            let refresh = try #require(first["refresh_token"] as? String)
            let answer = try await test.requestToken(
                replacing: ["grant_type": "refresh_token", "refresh_token": refresh]
            )
            let token = try #require(try answer.json()["access_token"] as? String)
            #expect(token != first["access_token"] as? String)
            #expect(try await test.call("/profile", token: token).status == 200)
        }
    }

    @Test("A refresh token that is unknown or 28 days old gives 400: log in again (A)")
    func refreshRefused() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let unknown = ["grant_type": "refresh_token", "refresh_token": "unknown"]
            #expect(try await test.requestToken(replacing: unknown).status == 400)
            let refresh = try #require(try await test.requestToken().json()["refresh_token"] as? String)
            let known = ["grant_type": "refresh_token", "refresh_token": refresh]
            test.clock.advance(seconds: 28 * 86_400 - 1)
            #expect(try await test.requestToken(replacing: known).status == 200)
            test.clock.advance(seconds: 1)
            #expect(try await test.requestToken(replacing: known).status == 400)
        }
    }

    @Test("Other grants and bodies that are no form are refused")
    func malformedRequests() async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.requestToken(replacing: ["grant_type": "implicit"]).status == 400)
            let headers: HTTPHeaders = ["Content-Type": "application/json"]
            let answer = try await test.peer.send(.POST, "/uk1/v1/token", headers: headers, body: "{}")
            #expect(answer.status == 400)
            #expect(try await test.peer.send(.GET, "/uk1/v1/token").status == 404)
            let padding = String(repeating: "x", count: 20_000)
            #expect(try await test.requestToken(replacing: ["padding": padding]).status == 400)
        }
    }

    @Test("An expired or unknown token on an API call gives 401 with code 1038 (A)")
    func expiredToken() async throws {
        let configuration = SampleAccount.configuration { $0.tokens.accessTokenSeconds = 5 }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            let token = try await test.token()
            #expect(try await test.call("/profile", token: token).status == 200)
            test.clock.advance(seconds: 5)
            for bearer in [token, "unknown"] {
                let answer = try await test.call("/profile", token: bearer)
                #expect(answer.status == 401)
                #expect(answer.code == 1038)
            }
            #expect(try await test.peer.send(.GET, "/uk1/v1/profile").status == 401)
        }
    }

    @Test("A token of one region is unknown in the other: keys are per region")
    func regions() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let token = try await test.token(region: "uk1")
            let answer = try await test.call("/profile", region: "uk2", token: token)
            #expect(answer.status == 401)
            let foreign = ["client_id": SampleAccount.other.clientID]
            #expect(try await test.requestToken(region: "uk2", replacing: foreign).status == 400)
        }
    }

    @Test("Token requests beyond the day's allowance of their key give 403 with code 1022")
    func tokenQuota() async throws {
        let configuration = SampleAccount.configuration { $0.quota = QuotaRules(tokenRequestsPerDay: 2) }
        try await SimulatorUnderTest.run(configuration) { test async throws in
            for _ in 0..<2 { #expect(try await test.requestToken().status == 200) }
            let refused = try await test.requestToken()
            #expect(refused.status == 403)
            #expect(refused.code == 1022)
            #expect(try await test.requestToken(region: "uk2").status == 200)
            let used = test.simulator.quotas.used(region: "uk1", clientID: SampleAccount.account.clientID)
            #expect(used.tokenRequestsToday == 2)
        }
    }
}
