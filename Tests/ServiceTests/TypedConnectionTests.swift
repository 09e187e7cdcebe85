import DubberSimulator
import Foundation
import Logging
import Registry
import Service
import TestSupport
import Testing
import Transport

/// `POST /v1/debug/entries/test`: an entry as it is being typed.
@Suite("Connection test of typed values", .timeLimit(.minutes(5)))
struct TypedConnectionTests {
    private static let target = "/v1/debug/entries/test"
    private static let json: ServiceUnderTest.Header = ("Content-Type", "application/json")

    /// An entry as a form has it.
    private struct Typed: Encodable {
        var callRecIntGUID: String?
        var description: String? = "Being typed"
        var telSysID: Int? = SampleCompany.headOffice
        var partIDInTelSys: Int?
        /// What is left out is not said.
        var apiCommunicationSettings: [String: String]

        static let credentials = [
            "authUserID1": SampleCompany.secrets[0], "apiParameter1": SampleCompany.secrets[1],
            "authUserID2": SampleCompany.secrets[2], "apiParameter2": SampleCompany.secrets[3],
        ]

        /// A new entry of the simulator's account, with some values in place of the right ones.
        static func new(on service: ServiceUnderTest, _ others: [String: String] = [:]) -> Typed {
            Typed(apiCommunicationSettings: own(service).merging(credentials) { $1 }.merging(others) { $1 })
        }

        /// The office's entry, of which nothing is typed but what is given.
        static func office(on service: ServiceUnderTest, _ others: [String: String] = [:]) -> Typed {
            Typed(callRecIntGUID: SampleCompany.office, apiCommunicationSettings: own(service).merging(others) { $1 })
        }

        static func own(_ service: ServiceUnderTest) -> [String: String] {
            ["ipAddrOrHost1": host("uk1", service), "ipAddrOrHost2": host("uk2", service)]
        }

        static func host(_ region: String, _ service: ServiceUnderTest) -> String {
            "http://127.0.0.1:\(service.provider.port)/\(region)/accounts/acme"
        }
    }

    private func send(
        _ typed: Typed,
        to service: ServiceUnderTest,
        headers: [ServiceUnderTest.Header] = [("Authorization", "Bearer \(ServiceUnderTest.adminToken)")]
    ) async throws -> ServiceClient.Answer {
        let body = Array(try JSONEncoder().encode(typed))
        return try await service.client.send("POST", Self.target, headers: headers + [Self.json], body: body)
    }

    private func test(_ typed: Typed, on service: ServiceUnderTest) async throws -> ConnectionTestDocument {
        let answer = try await send(typed, to: service)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decoded()
    }

    private struct Refused: Decodable {
        struct Fault: Decodable { let field: String }
        let code: String
        let detail: String
        let errors: [Fault]?
        var fields: [String] { (errors ?? []).map(\.field) }
    }

    @Test("values that are right pass every step on both hosts, and nothing is saved")
    func passes() async throws {
        try await ServiceUnderTest.run { service in
            let before = service.registry.generation
            let answer = try await test(.new(on: service), on: service)
            #expect(answer.outcome == "passed")
            #expect(answer.hosts.map(\.outcome) == ["passed", "passed"])
            #expect(answer.hosts.allSatisfy { $0.steps.map(\.step) == ["token", "profile", "list", "detail"] })
            #expect(service.registry.generation == before)
            #expect(try await service.client.asAdmin("GET", "/v1/entries?search=Being").text.contains("\"total\":0"))
        }
    }

    @Test(
        "a credential that is wrong fails at signing in, whichever it is",
        arguments: ["authUserID1", "apiParameter1", "authUserID2", "apiParameter2"]
    )
    func wrongCredential(name: String) async throws {
        try await ServiceUnderTest.run { service in
            for typed in [Typed.new(on: service, [name: "wrong"]), .office(on: service, [name: "wrong"])] {
                let answer = try await test(typed, on: service)
                #expect(answer.outcome == "failed")
                #expect(answer.hosts[0].steps[0].outcome == "failed")
                #expect(answer.hosts[0].remedy?.isEmpty == false)
            }
            // What is saved works as before.
            #expect(try await service.client.availability([SampleRow()]).first?.state == "available")
        }
    }

    @Test("a credential that is cleared is not taken from what is saved")
    func cleared() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await test(.office(on: service, ["apiParameter2": ""]), on: service)
            #expect(answer.outcome == "failed")
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("a host that is wrong fails where it is, and the other is tried all the same")
    func wrongHost() async throws {
        try await ServiceUnderTest.run { service in
            let elsewhere = "http://127.0.0.1:\(try FreeTCPPort.find())/uk1"
            let answer = try await test(.new(on: service, ["ipAddrOrHost1": elsewhere]), on: service)
            #expect(answer.outcome == "partly")
            #expect(answer.hosts.map(\.outcome) == ["failed", "passed"])
            #expect(answer.hosts[0].reason == "providerUnreachable")
        }
    }

    @Test("the rules of egress hold: a plain host and a private address are asked nothing")
    func egress() async throws {
        var setup = Setup()
        setup.configure = { $0.egress.allowPlainHTTP = false }
        try await ServiceUnderTest.run(setup) { service in
            let plain = try await test(.new(on: service), on: service)
            #expect(plain.outcome == "failed")
            #expect(plain.hosts.map(\.reason) == ["hostNotUsable", "hostNotUsable"])
            #expect(plain.hosts.allSatisfy { $0.steps.isEmpty })
            #expect(service.counts.requests.isEmpty)
        }
        setup.configure = { $0.egress.allowPrivateAddresses = false }
        try await ServiceUnderTest.run(setup) { service in
            let inside = try await test(.new(on: service), on: service)
            #expect(inside.outcome == "failed")
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("credentials that are not typed are the saved ones, for the saved hosts, whatever account is typed there")
    func savedCredentials() async throws {
        try await ServiceUnderTest.run { service in
            let port = service.provider.port
            for first in ["/uk1/accounts/acme", "/uk1", "/uk1/accounts/acme?listener=pat@example.com"] {
                let typed = Typed.office(on: service, ["ipAddrOrHost1": "http://127.0.0.1:\(port)\(first)"])
                let answer = try await test(typed, on: service)
                #expect(answer.outcome == "passed")
            }
        }
    }

    @Test("saved credentials are sent to no host that was typed in, and each that would be is named")
    func noLeak() async throws {
        try await ServiceUnderTest.run { service in
            let port = service.provider.port
            let typedIn = [
                ["ipAddrOrHost1": "http://127.0.0.1:\(port)/uk2/accounts/acme"],
                ["ipAddrOrHost2": "http://127.0.0.1:\(port)/uk1/accounts/acme"],
                ["ipAddrOrHost1": "https://127.0.0.1:\(port)/uk1/accounts/acme"],
                ["ipAddrOrHost1": "http://localhost:\(port)/uk1/accounts/acme"],
                ["ipAddrOrHost2": "thief.example"],
            ]
            for hosts in typedIn {
                let answer = try await send(.office(on: service, hosts), to: service)
                #expect(answer.status == 422)
                let refused = try answer.decoded(as: Refused.self)
                #expect(refused.code == "fieldInvalid")
                #expect(Set(refused.fields) == Set(Typed.credentials.keys.map { "apiCommunicationSettings.\($0)" }))
            }
            // One that is left to the saved ones is enough.
            let three = Typed.credentials.filter { $0.key != "apiParameter2" }
            let typed = Typed.office(on: service, three.merging(typedIn[0]) { $1 })
            let refused = try await send(typed, to: service).decoded(as: Refused.self)
            #expect(refused.fields == ["apiCommunicationSettings.apiParameter2"])
            #expect(service.counts.requests.isEmpty)
            // With all typed in there is nothing to keep.
            let all = Typed.office(on: service, Typed.credentials.merging(typedIn[0]) { $1 })
            #expect(try await test(all, on: service).outcome == "passed")
        }
    }

    @Test("playback goes on from nothing that a test of typed values learned")
    func nothingKept() async throws {
        try await ServiceUnderTest.run { service in
            // The saved values, typed: had the token been kept, availability would not ask for another.
            let typed = try await test(.office(on: service), on: service)
            #expect(typed.outcome == "passed")
            #expect(service.counts.count(.token, region: "uk1") == 1)
            #expect(try await service.client.availability([SampleRow()]).first?.state == "available")
            #expect(service.counts.count(.token, region: "uk1") == 2)
            // Nor does a refusal weigh on what is saved.
            service.faults.add(Fault(.tokenRefused))
            #expect(try await test(.office(on: service), on: service).outcome == "failed")
            service.faults.clear()
            #expect(try await service.client.availability([SampleRow(2)]).first?.state != "providerError")
        }
    }

    @Test("what is refused saves nothing, asks nobody, and names the field", arguments: [true, false])
    func fields(isStored: Bool) async throws {
        try await ServiceUnderTest.run { service in
            var typed = isStored ? Typed.office(on: service) : .new(on: service)
            typed.apiCommunicationSettings["ipAddrOrHost1"] = "ftp://api.dubber.net"
            typed.apiCommunicationSettings["ipAddrOrHost2"] = "two words"
            typed.description = nil
            let answer = try await send(typed, to: service)
            #expect(answer.status == 422)
            let fields = try answer.decoded(as: Refused.self).fields
            #expect(fields.contains("apiCommunicationSettings.ipAddrOrHost1"))
            #expect(fields.contains("apiCommunicationSettings.ipAddrOrHost2"))
            #expect(fields.contains("description"))
            #expect(service.counts.requests.isEmpty)
        }
    }

    @Test("an administrator of a part tries entries of that part alone")
    func scopes() async throws {
        try await ServiceUnderTest.run { service in
            try service.registry.importFile(Administrators.importFile())
            let cookie = try await service.cookie(of: .leeds)
            let headers = [cookie, ServiceUnderTest.sameOrigin]
            var own = Typed.new(on: service)
            own.partIDInTelSys = 2
            #expect(try await send(own, to: service, headers: headers).status == 200)
            let asked = service.counts.requests
            // Another's scope, nobody's scope, and another's entry.
            var nobodys = Typed.new(on: service)
            nobodys.telSysID = nil
            var others = Typed.office(on: service)
            others.partIDInTelSys = 2
            for typed in [Typed.new(on: service), nobodys, others] {
                let answer = try await send(typed, to: service, headers: headers)
                #expect(answer.status == 403, "\(answer.text)")
            }
            #expect(service.counts.requests == asked)
            // A page of another site asks for nothing in the administrator's name.
            let foreign = try await send(own, to: service, headers: [cookie, ("Sec-Fetch-Site", "cross-site")])
            #expect(foreign.status == 401)
            #expect(service.counts.requests == asked)
        }
    }

    @Test("one entry is not tried twice at once, saved or typed")
    func notTwice() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.slowFirstByte(milliseconds: 1), region: "uk1", on: .token))
            async let first = send(.office(on: service), to: service)
            try await until(service.counts.count(.token, region: "uk1"), is: 1)
            let stored = try await service.client.asAdmin("POST", "/v1/debug/entries/\(SampleCompany.office)/test")
            #expect(stored.status == 409)
            service.gate.open()
            #expect(try await first.status == 200)
        }
    }

    @Test("no secret that was typed is in any answer or log line")
    func noSecrets() async throws {
        let lines = LogLines()
        var logger = Logger(label: "test", factory: { _ in lines.handler })
        logger.logLevel = .trace
        try await ServiceUnderTest.run(Setup(), logger: logger) { service in
            var texts: [String] = []
            for fault in [nil, Fault(.tokenRefused), Fault(.bearerRefused), Fault(.down)] {
                service.faults.clear()
                if let fault { service.faults.add(fault) }
                texts.append(try await send(.new(on: service), to: service).text)
                texts.append(try await send(.office(on: service), to: service).text)
            }
            texts.append(try await send(.office(on: service, ["ipAddrOrHost1": "thief.example"]), to: service).text)
            for secret in SampleCompany.secrets {
                #expect(!texts.contains { $0.contains(secret) })
                #expect(!lines.all.contains { $0.contains(secret) })
            }
        }
    }
}
