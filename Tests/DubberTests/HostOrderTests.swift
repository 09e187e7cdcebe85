import Dubber
import Foundation
import Recordings
import TestSupport
import Testing
import Transport

@Suite("The order of hosts, and their failures")
struct HostOrderTests {
    let first = ScriptedAccount(region: "uk1")
    let second = ScriptedAccount(region: "uk2")
    let segment = Samples.segment(callID: "c")
    let item = ScriptedAccount.Item(id: "7", start: Samples.start, callID: "c")

    func run(_ body: (DubberBench, IntegrationEntry) async throws -> Void) async throws {
        try await DubberBench.run(first, second) { try await body($0, $1) }
    }

    @Test("What the first host has is not asked of the second")
    func firstHasIt() async throws {
        first.add(item)
        try await run { bench, entry in
            let finding = try #require(await bench.find(segment, entry: entry))
            #expect(finding.foundIDs == ["7"])
            #expect(finding.hosts.map(\.outcome) == [.found, .skipped])
            #expect(finding.hosts[0].calls.map(\.path) == ["/token", "/accounts/acme/recordings"])
            #expect(finding.hosts[0].calls.map(\.status) == [200, 200])
            #expect(bench.count(second.tokenPath) == 0)
        }
    }

    @Test("What the first host lacks is asked of the second, together")
    func firstLacksIt() async throws {
        first.add(ScriptedAccount.Item(id: "1", start: Samples.start - 500, callID: "other"))
        second.add(item)
        second.add(ScriptedAccount.Item(id: "8", start: Samples.start - 1_000, callID: "d"))
        try await run { bench, entry in
            let segments = [
                segment, Samples.segment("S-2", start: Samples.start - 1_000, callID: "d"),
                Samples.segment("S-3", start: Samples.start - 500, callID: "other"),
                Samples.segment("S-4", callID: "e"),
            ]
            let findings = await bench.find(segments, entry: entry)
            #expect(findings.map { $0?.foundIDs } == [["7"], ["8"], ["1"], []])
            #expect(findings[3]?.outcome == .notFound)
            #expect(findings[0]?.hosts.map(\.outcome) == [.notFound, .found])
            #expect(findings[3]?.hosts.map(\.outcome) == [.notFound, .notFound])
            #expect(bench.count(first.listPath) == 1)
            #expect(bench.count(second.listPath) == 1)
        }
    }

    struct Failing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: @Sendable () -> ScriptedReply
        let failure: ProviderFailure
    }

    static let failing = [
        Failing(testDescription: "reset", reply: { .reset }, failure: .unreachable),
        Failing(testDescription: "500", reply: { .bytes(500) }, failure: .overloaded),
        Failing(testDescription: "HTML", reply: { .html(200, "<html>hello</html>") }, failure: .unexpectedAnswer),
        Failing(
            testDescription: "half JSON",
            reply: { .json(200, #"{"recordings":[{"id":"#) },
            failure: .unexpectedAnswer
        ),
        Failing(testDescription: "1010", reply: { ScriptedAccount.code(403, 1010) }, failure: .notPermitted),
        Failing(testDescription: "1022", reply: { ScriptedAccount.code(403, 1022) }, failure: .quotaExhausted),
        Failing(testDescription: "404", reply: { ScriptedAccount.code(404, 1009) }, failure: .accountUnknown),
        Failing(
            testDescription: "redirect",
            reply: { .redirect(302, to: "https://x.example/") },
            failure: .unexpectedAnswer
        ),
    ]

    @Test("When the first host fails, the second is asked", arguments: failing)
    func firstFails(failing: Failing) async throws {
        second.add(item)
        try await run { bench, entry in
            bench.peer.on("GET", first.listPath) { _ in failing.reply() }
            let finding = try #require(await bench.find(segment, entry: entry))
            #expect(finding.foundIDs == ["7"])
            #expect(finding.hosts.map(\.outcome) == [.failed, .found])
            #expect(finding.hosts[0].failure == failing.failure)
        }
    }

    @Test("A host that failed leaves it open whether a recording exists", arguments: [true, false])
    func oneFailsOtherLacks(firstFails: Bool) async throws {
        try await run { bench, entry in
            bench.peer.on("GET", firstFails ? first.listPath : second.listPath) { _ in .bytes(503) }
            #expect(await bench.find(segment, entry: entry)?.outcome == .failed(.overloaded))
        }
    }

    @Test("When both hosts fail, the first one's failure is told")
    func bothFail() async throws {
        try await run { bench, entry in
            bench.peer.on("GET", first.listPath) { _ in ScriptedAccount.code(403, 1010) }
            bench.peer.on("GET", second.listPath) { _ in .bytes(500) }
            let finding = try #require(await bench.find(segment, entry: entry))
            #expect(finding.outcome == .failed(.notPermitted))
            #expect(finding.hosts.map(\.failure) == [.notPermitted, .overloaded])
        }
    }

    @Test("A host that nothing listens on is asked three times, then left alone for a while")
    func leftAlone() async throws {
        second.add(item)
        try await run { bench, entry in
            bench.peer.on("GET", first.listPath) { _ in .bytes(500) }
            for round in 1...5 {
                let segment = Samples.segment(
                    start: Samples.start - Double(round),
                    from: "anonymous",
                    callID: "none-\(round)"
                )
                _ = await bench.find(segment, entry: entry)
            }
            #expect(bench.count(first.listPath) == 3)
            let missing = Samples.segment(start: Samples.start - 6, from: "anonymous", callID: "none-6")
            let finding = try #require(await bench.find(missing, entry: entry))
            #expect(finding.hosts[0].failure == .overloaded)
            #expect(finding.hosts[0].calls.isEmpty)
            #expect(finding.hosts.map(\.health) == ["down", "up"])
            // Chance lengthens the cool-down of 30 seconds by a quarter at most.
            bench.clock.advance(by: .seconds(38))
            first.serve(on: bench.peer)
            let after = try #require(await bench.find(missing, entry: entry))
            #expect(after.hosts.map(\.outcome) == [.notFound, .notFound])
            #expect(after.hosts.map(\.health) == ["up", "up"])
        }
    }

    @Test("Over the queries per second: waited out and asked again", arguments: ["code", "gateway", "429"])
    func rateLimited(kind: String) async throws {
        first.add(item)
        try await run { bench, entry in
            bench.peer.reply { _ in ScriptedAccount.token() }
            bench.peer.reply { _ in
                switch kind {
                case "code": ScriptedAccount.code(403, 1021)
                case "429": .bytes(429)
                default:
                    .bytes(
                        403,
                        headers: [("X-Mashery-Error-Code", "ERR_403_DEVELOPER_OVER_QPS"), ("Retry-After", "2")],
                        Array("<h1>403 Developer Over Qps</h1>".utf8)
                    )
                }
            }
            let finding = try #require(await bench.find(segment, entry: entry))
            #expect(finding.foundIDs == ["7"])
            #expect(bench.count(first.listPath) == 2)
            #expect(bench.clock.pace.elapsed() >= (kind == "gateway" ? .seconds(2) : .seconds(1)))
            #expect(bench.count(second.listPath) == 0)
        }
    }

    @Test(
        "A rate limit or lack of capacity that lasts is given up after its retries",
        arguments: [(1021, 4), (1024, 3)]
    )
    func retriesBounded(code: Int, asked: Int) async throws {
        try await DubberBench.run { bench in
            first.serve(on: bench.peer)
            bench.peer.on("GET", first.listPath) { _ in ScriptedAccount.code(403, code) }
            let finding = try #require(await bench.find(segment))
            #expect(finding.outcome == .failed(code == 1021 ? .rateLimited : .overloaded))
            #expect(bench.count(first.listPath) == asked)
            #expect(finding.hosts[0].calls.last?.code == code)
        }
    }

    @Test("Once the day's quota is used up, the host is not asked until it resets")
    func quotaExhausted() async throws {
        first.add(item)
        try await DubberBench.run { bench in
            first.serve(on: bench.peer)
            bench.peer.on("GET", first.listPath) { _ in
                ScriptedAccount.code(403, 1022, headers: [("Retry-After", "600")])
            }
            #expect(await bench.find(segment)?.outcome == .unknown(retryAfterSeconds: 600))
            #expect(await bench.find(segment)?.outcome == .unknown(retryAfterSeconds: 600))
            #expect(bench.count(first.listPath) == 1)
            #expect(await bench.dubber.quota(entry: bench.entry()).map(\.remainingToday) == [0])
            first.serve(on: bench.peer)
            bench.clock.advance(by: .seconds(600))
            #expect(await bench.find(segment)?.foundIDs == ["7"])
        }
    }

    @Test("What the second host is known to have is not asked of the first again")
    func knownOnSecond() async throws {
        second.add(item)
        try await run { bench, entry in
            _ = await bench.find(segment, entry: entry)
            let made = bench.peer.requests.count
            bench.clock.advance(by: .seconds(86_400))
            let again = try #require(await bench.find(segment, entry: entry))
            #expect(again.foundIDs == ["7"])
            #expect(again.hosts.map(\.outcome) == [.skipped, .found])
            #expect(bench.peer.requests.count == made)
        }
    }

    @Test("Two regions with credentials of their own sign in with their own")
    func credentialsPerHost() async throws {
        second.add(item)
        try await run { bench, _ in
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme", authToken: "token-a|token-b")
            #expect(await bench.find(segment, entry: entry)?.foundIDs == ["7"])
            let bodies = bench.peer.requests.filter { $0.method == "POST" }.map { ($0.path, $0.bodyText) }
            #expect(bodies.count == 2)
            #expect(bodies[0].0 == first.tokenPath && bodies[0].1.contains("password=token-a&"))
            #expect(bodies[1].0 == second.tokenPath && bodies[1].1.contains("password=token-b&"))
        }
    }

    @Test(
        "An empty or repeated second host is skipped; an unusable host fails",
        arguments: [
            ("", "uk1/accounts/acme", [HostProbe.Outcome.skipped, .found]),
            ("uk1/accounts/acme", "", [.found, .skipped]),
            ("ftp://x", "uk1/accounts/acme", [.failed, .found]),
            ("ftp://x", "", [.failed, .skipped]),
            ("", "", [.skipped, .skipped]),
        ]
    )
    func fields(host1: String, host2: String, outcomes: [HostProbe.Outcome]) async throws {
        first.add(item)
        try await run { bench, _ in
            let finding = try #require(await bench.find(segment, entry: bench.entry(host1, host2)))
            #expect(finding.hosts.map(\.outcome) == outcomes)
            if !outcomes.contains(.found) {
                #expect(finding.outcome == .failed(.hostNotUsable))
            }
        }
    }

    @Test("A second host equal to the first is not asked twice")
    func repeated() async throws {
        try await run { bench, _ in
            let finding = await bench.find(segment, entry: bench.entry("uk1/accounts/acme", "uk1/accounts/acme/"))
            #expect(finding?.outcome == .notFound)
            #expect(bench.count(first.listPath) == 1)
        }
    }

    @Test("Entries do not see each other's recordings")
    func entriesApart() async throws {
        first.add(item)
        try await run { bench, entry in
            _ = await bench.find(segment, entry: entry)
            let other = bench.entry(guid: "entry-2", authToken: "other")
            #expect(await bench.find(segment, entry: other, probe: .cached)?.outcome == .unknown(retryAfterSeconds: 5))
            let changed = bench.entry(revision: 2)
            #expect(
                await bench.find(segment, entry: changed, probe: .cached)?.outcome == .unknown(retryAfterSeconds: 5)
            )
        }
    }
}
