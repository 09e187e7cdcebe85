import Dubber
import DubberSimulator
import Foundation
import Logging
import Registry
import Service
import TestSupport
import Testing

/// The answer of a connection test, as a client reads it.
struct ConnectionTestDocument: Decodable {
    struct Step: Decodable {
        let step: String
        let outcome: String
        let status: Int?
        let code: Int?
        let milliseconds: Int
        let reason: String?
        let message: String
        let remedy: String?
        let calls: [DebugDocument.Call]
    }

    struct Host: Decodable {
        let position: Int
        let host: String
        let outcome: String
        let reason: String?
        let message: String
        let remedy: String?
        let steps: [Step]
    }

    let outcome: String
    let message: String
    let testedAt: String
    let hosts: [Host]
}

/// `POST /v1/debug/entries/{CallRecIntGUID}/test`.
@Suite("Connection test")
struct ConnectionTestTests {
    private static func target(_ entry: String = SampleCompany.office) -> String {
        "/v1/debug/entries/\(entry)/test"
    }

    private func test(
        _ entry: String = SampleCompany.office,
        on service: ServiceUnderTest
    ) async throws -> ConnectionTestDocument {
        try await service.client.document(Self.target(entry), by: "POST")
    }

    @Test("an entry whose hosts both serve passes: token, profile, one list call and one detail on each")
    func passes() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await test(on: service)
            #expect(answer.outcome == "passed")
            #expect(answer.hosts.map(\.position) == [1, 2])
            #expect(answer.hosts.map(\.outcome) == ["passed", "passed"])
            for (host, region) in zip(answer.hosts, ["uk1", "uk2"]) {
                #expect(host.host.hasSuffix("/\(region)/accounts/acme"))
                #expect(host.steps.map(\.step) == ["token", "profile", "list", "detail"])
                #expect(host.steps.allSatisfy { $0.outcome == "passed" && $0.status == 200 && $0.reason == nil })
                #expect(
                    host.steps.prefix(3).map { $0.calls.map(\.path) } == [
                        ["/token"], ["/profile"], ["/accounts/acme/recordings"],
                    ]
                )
                #expect(host.steps[3].calls.map(\.path).first?.hasPrefix("/recordings/") == true)
                #expect(host.steps[1].message.contains("acme"))
                for kind in [RequestKind.token, .profile, .recordings, .recording] {
                    #expect(service.counts.count(kind, region: region) == 1)
                }
            }
        }
    }

    @Test("its calls are counted: three of the day's allowance for each host")
    func spendsQuota() async throws {
        try await ServiceUnderTest.run { service in
            func remaining() async throws -> [Int] {
                let answer = try await service.client.asAdmin("GET", SampleRow().query(probe: "cached"))
                return try answer.decoded(as: DebugDocument.self).quota.map(\.remainingToday)
            }
            let before = try await remaining()
            _ = try await test(on: service)
            #expect(try await remaining() == before.map { $0 - 3 })
        }
    }

    @Test("refused credentials fail at the token, say what to correct, and leave the rest untried")
    func refusedCredentials() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.tokenRefused, region: "uk1"))
            let answer = try await test(on: service)
            #expect(answer.outcome == "partly")
            #expect(answer.message.contains("Host 1 failed at signing in"))
            let host = answer.hosts[0]
            #expect(host.outcome == "failed")
            #expect(host.reason == "credentialsRefused")
            #expect(host.remedy?.contains("AuthUserID1") == true)
            #expect(host.steps.map(\.outcome) == ["failed", "skipped", "skipped", "skipped"])
            #expect((400...401).contains(host.steps[0].status ?? 0))
            #expect(service.counts.count(.recordings, region: "uk1") == 0)
            #expect(answer.hosts[1].outcome == "passed")
        }
    }

    @Test("hosts that are down fail without a status, and say so for each")
    func down() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.down))
            let answer = try await test(on: service)
            #expect(answer.outcome == "failed")
            #expect(answer.message.contains("host 1") && answer.message.contains("host 2"))
            for host in answer.hosts {
                #expect(host.reason == "providerUnreachable")
                #expect(host.steps[0].status == nil)
                #expect(host.remedy?.isEmpty == false)
            }
        }
    }

    @Test("a list that is not permitted fails there, with the provider's own code")
    func listNotPermitted() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.error(ErrorFault(status: 403, code: 1010)), region: "uk2", on: .recordings))
            let answer = try await test(on: service)
            #expect(answer.outcome == "partly")
            #expect(answer.message.contains("Host 2 failed at reading the list"))
            let step = answer.hosts[1].steps[2]
            #expect(step.outcome == "failed")
            #expect(step.status == 403)
            #expect(step.code == 1010)
            #expect(step.reason == "providerNotPermitted")
        }
    }

    @Test("a host that lists recordings and keeps the address of their audio back fails there, with what to do")
    func audioWithheld() async throws {
        var setup = Setup()
        setup.acceptsEmptyListener = false
        setup.configure = { $0.dubber.listener = nil }
        try await ServiceUnderTest.run(setup) { service in
            let answer = try await test(on: service)
            #expect(answer.outcome == "failed")
            let step = answer.hosts[0].steps[3]
            #expect(step.outcome == "failed")
            #expect(step.status == 200)
            #expect(step.reason == "providerAudioWithheld")
            #expect(step.remedy?.contains("dubber.listener") == true)
        }
    }

    @Test("a profile that fails is forgiven where the host field names the account")
    func profileForgiven() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.error(ErrorFault(status: 500, code: 1000)), region: "uk1", on: .profile))
            let answer = try await test(on: service)
            #expect(answer.outcome == "passed")
            #expect(answer.hosts[0].steps.map(\.outcome) == ["passed", "failed", "passed", "passed"])
            #expect(answer.hosts[0].steps[1].message.contains("not needed"))
        }
    }

    /// Imports the office's entry with a host field that does not name the account.
    private func leaveAccountOut(_ service: ServiceUnderTest) throws {
        let file = String(decoding: try SampleCompany.importFile(port: service.provider.port), as: UTF8.self)
        let bare = file.replacing("/uk1/accounts/acme", with: "/uk1").replacing("/uk2/accounts/acme", with: "/uk2")
        try service.registry.importFile(Data(bare.utf8))
    }

    @Test("where the host field names no account, the profile does")
    func accountOfProfile() async throws {
        try await ServiceUnderTest.run { service in
            try leaveAccountOut(service)
            let answer = try await test(on: service)
            #expect(answer.outcome == "passed")
            #expect(answer.hosts[0].steps[1].message.contains("names the account acme"))
            #expect(answer.hosts[0].steps[2].calls.map(\.path) == ["/accounts/acme/recordings"])
        }
    }

    @Test("without an account from either, the host fails at the profile and no list is asked")
    func noAccount() async throws {
        try await ServiceUnderTest.run { service in
            try leaveAccountOut(service)
            service.faults.add(Fault(.error(ErrorFault(status: 500, code: 1000)), region: "uk1", on: .profile))
            let answer = try await test(on: service)
            #expect(answer.outcome == "partly")
            #expect(answer.message.contains("Host 1 failed at the profile"))
            #expect(answer.hosts[0].steps.map(\.outcome) == ["passed", "failed", "skipped", "skipped"])
            #expect(service.counts.count(.recordings, region: "uk1") == 0)
        }
    }

    @Test("an entry with one host passes alone; the empty field is skipped")
    func oneHost() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await test(SampleCompany.leeds, on: service)
            #expect(answer.outcome == "passed")
            #expect(answer.message.contains("no other"))
            #expect(answer.hosts.map(\.outcome) == ["passed", "skipped"])
            #expect(answer.hosts[1].steps.isEmpty)
        }
    }

    @Test("a host that is left alone after failures is asked all the same, and is up again when it serves")
    func asksDownHosts() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.down, region: "uk1"))
            for _ in 0..<3 { _ = try await test(on: service) }
            func health() async throws -> String {
                try await service.client.asAdmin("GET", "/v1/debug/hosts?entry=\(SampleCompany.office)").text
            }
            #expect(try await health().contains("\"health\":\"down\""))
            service.faults.clear()
            #expect(try await test(on: service).outcome == "passed")
            #expect(try await health().contains("\"health\":\"down\"") == false)
        }
    }

    @Test("after refused credentials a test that passes lets playback ask again")
    func liftsRefusal() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.tokenRefused))
            let refused = try await service.client.availability([SampleRow()]).first
            #expect(refused?.state == "providerError")
            service.faults.clear()
            // What was refused stays refused, without another question.
            let remembered = try await service.client.availability([SampleRow()]).first
            #expect(remembered?.state == "providerError")
            #expect(try await test(on: service).outcome == "passed")
            #expect(try await service.client.availability([SampleRow()]).first?.state == "available")
        }
    }

    @Test("one entry is not tested twice at once")
    func notTwice() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), region: "uk1", on: .token))
            async let first = service.client.asAdmin("POST", Self.target())
            try await until(service.counts.count(.token, region: "uk1"), is: 1)
            let second = try await service.client.asAdmin("POST", Self.target())
            #expect(second.status == 409)
            #expect(try second.problem.code == "testUnderWay")
            #expect(second["Retry-After"] != nil)
            service.gate.open()
            #expect(try await first.status == 200)
            #expect(try await service.client.asAdmin("POST", Self.target()).status == 200)
        }
    }

    @Test("a GUID may be escaped, as browsers do")
    func escapedGUID() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await test(SampleCompany.leeds.replacing(":", with: "%3A"), on: service)
            #expect(answer.outcome == "passed")
        }
    }

    @Test("an entry that does not exist is 404, other roles are refused")
    func refusals() async throws {
        try await ServiceUnderTest.run { service in
            let unknown = try await service.client.asAdmin("POST", Self.target("0:0:0:0"))
            #expect(unknown.status == 404)
            #expect(try unknown.problem.code == "entryUnknown")
            let report = try await service.client.send("POST", Self.target(), token: ServiceUnderTest.reportToken)
            #expect(report.status == 403)
            #expect(try await service.client.send("POST", Self.target()).status == 401)
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("no secret is in any answer or log line, whether it passes or fails")
    func noSecrets() async throws {
        let lines = LogLines()
        var logger = Logger(label: "test", factory: { _ in lines.handler })
        logger.logLevel = .trace
        try await ServiceUnderTest.run(Setup(), logger: logger) { service in
            var texts: [String] = []
            for fault in [nil, Fault(.tokenRefused), Fault(.bearerRefused), Fault(.down)] {
                service.faults.clear()
                if let fault { service.faults.add(fault) }
                texts.append(try await service.client.asAdmin("POST", Self.target()).text)
            }
            for secret in SampleCompany.secrets {
                #expect(!texts.contains { $0.contains(secret) })
                #expect(!lines.all.contains { $0.contains(secret) })
            }
            #expect(texts.allSatisfy { $0.contains("\"steps\"") })
        }
    }
}
