import Dubber
import Foundation
import Recordings
import TestSupport
import Testing

@Suite("Tokens")
struct TokenTests {
    let account = ScriptedAccount(
        region: "uk1",
        items: [ScriptedAccount.Item(id: "0412345678", start: Samples.start, duration: 184)]
    )

    @Test("Fifty callers that come cold share one token request and one list page")
    func shared() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let outcomes = await withTaskGroup(of: [String].self) { group in
                for _ in 0..<50 {
                    group.addTask { await bench.find(Samples.segment())?.foundIDs ?? [] }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes == Array(repeating: ["0412345678"], count: 50))
            #expect(bench.count(account.tokenPath) == 1)
            #expect(bench.count(account.listPath) == 1)
        }
    }

    @Test("The password grant carries the four credentials, form-encoded, and calls carry the token")
    func passwordGrant() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            _ = await bench.find(Samples.segment())
            let token = try #require(bench.peer.requests.first)
            #expect(token.method == "POST")
            #expect(token.headers["Content-Type"] == "application/x-www-form-urlencoded")
            #expect(
                Set(token.bodyText.split(separator: "&")) == [
                    "grant_type=password", "client_id=client-id", "client_secret=client%26secret", "username=auth-id",
                    "password=auth-token",
                ]
            )
            let list = try #require(bench.peer.requests.last)
            #expect(list.headers["Authorization"] == "Bearer token-1")
            #expect(list.headers["Content-Type"] == "application/json")
        }
    }

    @Test("A life that is no life does not cost a token request for each call", arguments: [0, -1, 1, 5])
    func lifeless(expiresIn: Int) async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("POST", account.tokenPath) { _ in ScriptedAccount.token(expiresIn: expiresIn) }
            for _ in 0..<4 {
                _ = await bench.find(Samples.segment(callID: "none"))
                bench.clock.advance(by: .seconds(10))
            }
            #expect(bench.count(account.listPath) > 0)
            #expect(bench.count(account.tokenPath) == 1)
        }
    }

    @Test("The first caller's cancellation does not spoil the token for the others")
    func survivesCancellation() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            let gate = Barrier()
            bench.peer.on("POST", account.tokenPath) { _ in
                ScriptedReply([.wait(gate)] + ScriptedAccount.token().steps)
            }
            let first = Task { await bench.find(Samples.segment()) }
            await bench.peer.waitForRequests(1)
            let second = Task { await bench.find(Samples.segment()) }
            first.cancel()
            let given = await first.value
            #expect(given?.outcome == .unknown(retryAfterSeconds: 5))
            gate.open()
            #expect(await second.value?.foundIDs == ["0412345678"])
        }
    }

    @Test("A token is refreshed shortly before it expires")
    func refresh() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            _ = await bench.find(Samples.segment())
            bench.clock.advance(by: .seconds(86_400 - 299))
            _ = await bench.find(Samples.segment(start: bench.clock.now - 400))
            let tokens = bench.peer.requests.filter { $0.path == account.tokenPath }
            #expect(tokens.count == 2)
            #expect(
                Set(tokens.last?.bodyText.split(separator: "&") ?? []) == [
                    "grant_type=refresh_token", "client_id=client-id", "client_secret=client%26secret",
                    "refresh_token=refresh-1",
                ]
            )
        }
    }

    @Test("A rejected token is refreshed once, and the call made again once", arguments: [0, 1038])
    func rejectedToken(code: Int) async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.reply { _ in ScriptedAccount.token() }
            bench.peer.reply { _ in code == 0 ? .bytes(401) : ScriptedAccount.code(401, code) }
            bench.peer.reply { _ in ScriptedAccount.token("token-2") }
            #expect(await bench.find(Samples.segment())?.foundIDs == ["0412345678"])
            #expect(
                bench.peer.requests.map(\.path) == [
                    account.tokenPath, account.listPath, account.tokenPath, account.listPath,
                ]
            )
            #expect(bench.peer.requests[2].bodyText.contains("grant_type=refresh_token"))
            #expect(bench.peer.requests[3].headers["Authorization"] == "Bearer token-2")
        }
    }

    @Test("A refused refresh leads back to the password grant")
    func refusedRefresh() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.reply { _ in ScriptedAccount.token() }
            bench.peer.reply { _ in ScriptedAccount.code(401, 1038) }
            bench.peer.reply { _ in .json(400, #"{"error":"invalid_grant"}"#) }
            bench.peer.reply { _ in ScriptedAccount.token("token-3") }
            #expect(await bench.find(Samples.segment())?.foundIDs == ["0412345678"])
            #expect(bench.peer.requests[3].bodyText.contains("grant_type=password"))
            #expect(bench.peer.requests[4].headers["Authorization"] == "Bearer token-3")
        }
    }

    @Test("Refused credentials are not tried again until the entry changes, however long it takes")
    func refusedCredentials() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("POST", account.tokenPath) { _ in
                .json(400, #"{"error":"invalid_request","error_description":"Invalid credentials supplied"}"#)
            }
            for _ in 0..<3 {
                #expect(await bench.find(Samples.segment())?.outcome == .failed(.credentialsRefused))
            }
            #expect(bench.peer.requests.count == 1)
            let changed = bench.entry(revision: 2)
            #expect(await bench.find(Samples.segment(), entry: changed)?.outcome == .failed(.credentialsRefused))
            #expect(await bench.find(Samples.segment(), entry: changed)?.outcome == .failed(.credentialsRefused))
            #expect(bench.peer.requests.count == 2)
            bench.clock.advance(by: .seconds(30 * 86_400))
            bench.peer.on("POST", account.tokenPath) { _ in ScriptedAccount.token() }
            #expect(await bench.find(Samples.segment(), entry: changed)?.outcome == .failed(.credentialsRefused))
            let corrected = bench.entry(revision: 3)
            #expect(await bench.find(Samples.segment(), entry: corrected)?.foundIDs == ["0412345678"])
        }
    }

    @Test("A token that is refused as soon as it is granted is not asked for again and again")
    func tokenNeverAccepted() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("GET", account.listPath) { _ in ScriptedAccount.code(401, 1038) }
            #expect(await bench.find(Samples.segment())?.outcome == .failed(.credentialsRefused))
            let made = bench.peer.requests.count
            #expect(await bench.find(Samples.segment())?.outcome == .failed(.credentialsRefused))
            #expect(bench.peer.requests.count == made)
            #expect(made == 4)
        }
    }

    @Test("A refused key stops every call with it")
    func refusedKey() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            bench.peer.on("GET", account.listPath) { _ in ScriptedAccount.code(403, 1020) }
            #expect(await bench.find(Samples.segment())?.outcome == .failed(.keyRefused))
            let made = bench.peer.requests.count
            #expect(await bench.find(Samples.segment())?.outcome == .failed(.keyRefused))
            #expect(bench.peer.requests.count == made)
        }
    }

    @Test("Forgetting an entry forgets its token and lists")
    func forget() async throws {
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            _ = await bench.find(Samples.segment())
            await bench.dubber.forget(entry: bench.entry().callRecIntGUID)
            _ = await bench.find(Samples.segment())
            #expect(bench.count(account.tokenPath) == 2)
            #expect(bench.count(account.listPath) == 2)
        }
    }
}
