import DubberSimulator
import Foundation
import Logging
import Service
import Testing

/// The answers of the debug endpoints.
@Suite("Debug answers")
struct DebugTests {
    private func explain(
        _ row: SampleRow = SampleRow(),
        user: String = "supervisor",
        probe: String = "live",
        on service: ServiceUnderTest
    ) async throws -> DebugDocument {
        try await service.client.document(row.query(user: user, probe: probe))
    }

    @Test("a playable row shows every rule, the host's calls, the match and the quota")
    func playable() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await explain(on: service)
            #expect(answer.verdict.state == "available")
            #expect(answer.verdict.reason == "matchedExternalCallID")
            #expect(answer.resolution.entry?.callRecIntGUID == SampleCompany.office)
            #expect(answer.resolution.entry?.scope.telSysID == SampleCompany.headOffice)
            #expect(
                answer.resolution.rules.map(\.rule)
                    == ["featureSwitch", "user", "assignment", "demonstrationSimulator", "entry", "scope"]
            )
            #expect(answer.resolution.rules.allSatisfy { $0.outcome == "pass" && !$0.detail.isEmpty })
            #expect(answer.hosts.map(\.outcome) == ["found", "skipped"])
            #expect(answer.hosts[0].calls.contains { $0.path == "/accounts/acme/recordings" && $0.status == 200 })
            #expect(answer.hosts[1].calls.isEmpty)
            #expect(answer.hosts.allSatisfy { [nil, "up", "down", "trial"].contains($0.health) })
            #expect(answer.match.candidates.map(\.recordingID) == ["041"])
            #expect(answer.match.candidates.first?.verdict == "yes")
            let criteria = answer.match.candidates.first?.criteria ?? []
            #expect(criteria.first { $0.name == "externalCallID" }?.outcome == "yes")
            #expect(criteria.first { $0.name == "startTime" }?.outcome == "yes")
            #expect(!answer.quota.isEmpty)
            #expect(answer.quota.allSatisfy { $0.perSecond == 1_000 && $0.remainingToday > 0 })
        }
    }

    @Test("a recording found on host 2 comes with host 1's calls")
    func secondHost() async throws {
        let setup = Setup(first: [SampleCompany.recording(2)], second: [SampleCompany.recording()])
        try await ServiceUnderTest.run(setup) { service in
            let answer = try await explain(on: service)
            #expect(answer.verdict.state == "available")
            #expect(answer.hosts.map(\.position) == [1, 2])
            #expect(answer.hosts.map(\.outcome) == ["notFound", "found"])
            #expect(answer.hosts.allSatisfy { !$0.calls.isEmpty })
            #expect(answer.hosts[0].host.hasSuffix("/uk1/accounts/acme"))
            #expect(answer.hosts[1].host.hasSuffix("/uk2/accounts/acme"))
        }
    }

    @Test("a host that failed shows how, and what to do about it")
    func failedHosts() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.error(ErrorFault(status: 500, code: 1000)), region: "uk1", on: .recordings))
            service.faults.add(Fault(.down, region: "uk2"))
            let answer = try await explain(on: service)
            #expect(answer.verdict.state == "providerError")
            #expect(!answer.verdict.remedy.isEmpty)
            #expect(answer.hosts.map(\.outcome) == ["failed", "failed"])
            #expect(answer.hosts[0].calls.contains { $0.status == 500 })
            #expect(answer.hosts[1].calls.contains { $0.status == nil })
        }
    }

    @Test(
        "each way of not being playable names its rule",
        arguments: [
            ("visitor", SampleCompany.headOffice, "notAssigned", "assignment"),
            ("elsewhere", SampleCompany.contactCentre, "outOfScope", "scope"),
            ("nobody", SampleCompany.headOffice, "notAssigned", "user"),
            ("supervisor", 77, "invalid", "demonstrationSimulator"),
        ]
    )
    func failingRule(user: String, telSysID: Int, state: String, rule: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await explain(SampleRow(1, telSysID: telSysID), user: user, on: service)
            #expect(answer.verdict.state == state)
            #expect(!answer.verdict.remedy.isEmpty)
            #expect(answer.resolution.rules.first { $0.outcome == "fail" }?.rule == rule)
            #expect(answer.resolution.entry == nil)
            #expect(answer.hosts.isEmpty)
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("across a simulator the demonstration rule is applied and the scope rule skipped")
    func simulatorRule() async throws {
        try await ServiceUnderTest.run { service in
            let row = SampleRow(900, telSysID: SampleCompany.demonstrationSimulator)
            let answer = try await explain(row, on: service)
            let outcomes = Dictionary(uniqueKeysWithValues: answer.resolution.rules.map { ($0.rule, $0.outcome) })
            #expect(outcomes["demonstrationSimulator"] == "applied")
            #expect(outcomes["scope"] == "skipped")
            #expect(answer.resolution.entry?.callRecIntGUID == SampleCompany.demonstration)
            #expect(answer.verdict.state == "available")
        }
    }

    @Test("probe none and cached make no provider call", arguments: ["none", "cached"])
    func withoutCalls(probe: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await explain(probe: probe, on: service)
            #expect(answer.verdict.state == "unknown")
            #expect(answer.verdict.reason == (probe == "none" ? "notProbed" : "notKnown"))
            #expect(answer.resolution.entry?.callRecIntGUID == SampleCompany.office)
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("probe cached answers from what a live probe has learned")
    func cachedAfterLive() async throws {
        try await ServiceUnderTest.run { service in
            _ = try await explain(on: service)
            let before = service.counts
            let answer = try await explain(probe: "cached", on: service)
            #expect(answer.verdict.state == "available")
            #expect(answer.hosts.allSatisfy { $0.calls.isEmpty })
            #expect(service.counts == before)
        }
    }

    @Test(
        "the cache's part follows what was played",
        arguments: [
            (Fill.cold, DebugDocument.Cache(state: "none", sizeBytes: nil, cachedBytes: 0, filled: [])),
            (
                .partly,
                .init(
                    state: "partial",
                    sizeBytes: SampleCompany.audioBytes,
                    cachedBytes: 65_536,
                    filled: [.init(offsetBytes: 65_536, lengthBytes: 65_536)]
                )
            ),
            (
                .warm,
                .init(
                    state: "full",
                    sizeBytes: SampleCompany.audioBytes,
                    cachedBytes: SampleCompany.audioBytes,
                    filled: [.init(offsetBytes: 0, lengthBytes: SampleCompany.audioBytes)]
                )
            ),
        ]
    )
    func cachePart(fill: Fill, expected: DebugDocument.Cache) async throws {
        try await Playback.run(fill, sizeBytes: SampleCompany.audioBytes) { playback in
            let answer = try await explain(on: playback.service)
            #expect(answer.cache == expected)
        }
    }

    @Test(
        "a query that cannot be understood is 400",
        arguments: [
            "", "?user=supervisor", "?user=supervisor&telSysID=1", "?telSysID=1&startTime=2026-11-20T09:15:03Z",
            "?user=supervisor&telSysID=one&startTime=2026-11-20T09:15:03Z", "?user=supervisor&telSysID=1&startTime=now",
            "?user=supervisor&telSysID=1&startTime=2026-11-20T09:15:03Z&probe=deep",
            "?user=supervisor&telSysID=1&startTime=2026-11-20T09:15:03Z&colour=red",
            "?user=supervisor&telSysID=1&startTime=2026-11-20T09:15:03Z&durationSeconds=x",
        ]
    )
    func badQuery(query: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.asAdmin("GET", "/v1/debug/resolution\(query)")
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "badQuery")
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("hosts and quota are told for each entry, to administrators only")
    func hostsAndQuota() async throws {
        try await ServiceUnderTest.run { service in
            _ = try await explain(on: service)
            for target in ["/v1/debug/hosts", "/v1/debug/quota"] {
                let all = try await service.client.asAdmin("GET", target)
                #expect(all.status == 200)
                #expect(all.text.contains(SampleCompany.office) && all.text.contains("/uk1/accounts/acme"))
                let one = try await service.client.asAdmin("GET", "\(target)?entry=\(SampleCompany.office)")
                #expect(one.text.contains(SampleCompany.office) && one.bytes.count < all.bytes.count)
                let unknown = try await service.client.asAdmin("GET", "\(target)?entry=0:0:0:0")
                #expect(unknown.status == 404)
                let report = try await service.client.send("GET", target, token: ServiceUnderTest.reportToken)
                #expect(report.status == 403)
            }
            let hosts = try await service.client.asAdmin("GET", "/v1/debug/hosts?entry=\(SampleCompany.office)")
            #expect(hosts.text.contains("\"health\":\"up\""))
        }
    }

    @Test("no secret is in any answer or log line, whatever goes wrong")
    func noSecrets() async throws {
        let lines = LogLines()
        var logger = Logger(label: "test", factory: { _ in lines.handler })
        logger.logLevel = .trace
        try await ServiceUnderTest.run(Setup(), logger: logger) { service in
            var texts: [String] = []
            func collect() async throws {
                for probe in ["none", "cached", "live"] {
                    texts.append(try await service.client.asAdmin("GET", SampleRow().query(probe: probe)).text)
                }
                texts.append(
                    try await service.client.postAvailability(SampleRow.body([SampleRow(), SampleRow(5)])).text
                )
            }
            try await collect()
            let url = try await service.audioURL()
            _ = try await service.client.send("GET", url)
            service.faults.add(Fault(.tokenRefused))
            service.faults.add(Fault(.bearerRefused))
            try await collect()
            service.faults.clear()
            service.faults.add(Fault(.down))
            _ = try await service.client.asAdmin("DELETE", "/v1/cache?all=true")
            texts.append(try await service.client.send("GET", url).text)
            try await collect()
            let signature = try #require(url.firstMatch(of: /sig=(.+)$/)?.1)
            let planted = SampleCompany.secrets + [ServiceUnderTest.adminToken, ServiceUnderTest.reportToken]
            for secret in planted + ["X-Amz-Signature"] {
                #expect(!texts.contains { $0.contains(secret) }, "\(secret)")
                #expect(!lines.all.contains { $0.contains(secret) }, "\(secret)")
            }
            #expect(!lines.all.contains { $0.contains(signature) })
            #expect(lines.all.contains { $0.contains("/v1/audio/") })
        }
    }
}
