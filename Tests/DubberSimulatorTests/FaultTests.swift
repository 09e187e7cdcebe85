import DubberSimulator
import Foundation
import NIOHTTP1
import Testing

@Suite("Faults")
struct FaultTests {
    @Test(
        "Every fault survives writing and reading as JSON",
        arguments: [
            Fault.Kind.down,
            .error(ErrorFault(status: 403, code: 1021, isHTML: true, masheryCode: "M", retryAfterSeconds: 3)),
            .error(ErrorFault(status: 504)), .slowFirstByte(milliseconds: 5), .slowBody(bytesPerSecond: 6),
            .tokenRefused,
            .bearerRefused, .lateListing(seconds: 7), .resetAfter(bytes: 8), .shortBody(missingBytes: 9), .ignoredRange,
            .wrongContentRange, .changedETag, .earlyExpiry, .noRangeSupport, .noLength, .cappedRange(bytes: 9),
            .gzipContentEncoding, .cappedPage(items: 100), .refusedCount(above: 100),
        ]
    )
    func roundTrip(kind: Fault.Kind) throws {
        let fault = Fault(kind, region: "uk1", on: .audio, times: 2)
        #expect(try JSONDecoder().decode(Fault.self, from: JSONEncoder().encode(fault)) == fault)
    }

    @Test("Every kind's example is a fault of that kind", arguments: Fault.Name.allCases)
    func examples(name: Fault.Name) throws {
        #expect(try JSONDecoder().decode(Fault.self, from: Data(name.example.utf8)).name == name)
    }

    @Test("A fault for a number of requests ends after them, and only its own requests count")
    func times() {
        let faults = SimulatorFaults()
        faults.add(Fault(.down, region: "uk1", on: .token, times: 2))
        #expect(!faults.take(.token, region: "uk2").isDown)
        #expect(!faults.take(.audio, region: "uk1").isDown)
        #expect(faults.take(.token, region: "uk1").isDown)
        #expect(faults.all.first?.times == 1)
        #expect(faults.take(.token, region: "uk1").isDown)
        #expect(!faults.take(.token, region: "uk1").isDown)
        #expect(faults.all.isEmpty)
    }

    @Test("A region that is down closes connections without an answer; the other one is well")
    func down() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let target = try await test.audioTarget("7")
            test.simulator.faults.add(Fault(.down, region: "uk1"))
            #expect(try await test.requestToken().ending == .noAnswer)
            #expect(try await test.peer.send(.GET, target).ending == .noAnswer)
            #expect(try await test.requestToken(region: "uk2").status == 200)
            test.simulator.faults.clear()
            #expect(try await test.requestToken().status == 200)
        }
    }

    @Test(
        "An error comes instead of the answer, with its status and code",
        arguments: [(500, nil), (504, nil), (403, 1021), (403, 1022), (403, 1024), (403, 1010), (403, nil)]
            as [(Int, Int?)]
    )
    func errors(status: Int, code: Int?) async throws {
        try await SimulatorUnderTest.run { test async throws in
            let token = try await test.token()
            test.simulator.faults.add(Fault(.error(ErrorFault(status: status, code: code)), on: .recordings, times: 1))
            let path = "/accounts/acme/recordings"
            let answer = try await test.call(path, token: token)
            #expect(answer.status == status)
            #expect(answer.code == code)
            #expect(try await test.call(path, token: token).status == 200)
        }
    }

    @Test("The gateway may answer in HTML, with its headers (A on other APIs)")
    func gateway() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let token = try await test.token()
            let error = ErrorFault(status: 403, code: 1022, isHTML: true, retryAfterSeconds: 3600)
            test.simulator.faults.add(Fault(.error(error)))
            let answer = try await test.call("/profile", token: token)
            #expect(answer.status == 403)
            #expect(answer.headers.first(name: "Content-Type") == "text/html")
            #expect(answer.headers.first(name: "X-Mashery-Error-Code") == "ERR_403_DEVELOPER_OVER_RATE")
            #expect(answer.headers.first(name: "Retry-After") == "3600")
            #expect(answer.text.hasPrefix("<h1>"))
        }
    }

    @Test("Tokens and bearers are refused on demand")
    func refusals() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let token = try await test.token()
            test.simulator.faults.add(Fault(.tokenRefused, times: 1))
            #expect(try await test.requestToken().status == 400)
            test.simulator.faults.add(Fault(.bearerRefused, times: 1))
            #expect(try await test.call("/profile", token: token).code == 1038)
            #expect(try await test.call("/profile", token: token).status == 200)
        }
    }

    @Test("Recordings appear late")
    func lateListing() async throws {
        try await SimulatorUnderTest.run { test async throws in
            test.simulator.faults.add(Fault(.lateListing(seconds: 3600)))
            let early = try await test.ids("")
            #expect(early.first == "7")
            test.clock.advance(seconds: 33)
            let late = try await test.ids("")
            #expect(late.first == "0412345678")
        }
    }

    @Test("The first byte is slow")
    func slowFirstByte() async throws {
        try await SimulatorUnderTest.run { test async throws in
            test.simulator.faults.add(Fault(.slowFirstByte(milliseconds: 1500), on: .token, times: 1))
            let answer = try await test.requestToken()
            #expect(answer.status == 200)
            #expect(test.waits.all == [.milliseconds(1500)])
        }
    }

    @Test("Faults are switched on, shown and cleared while it runs")
    func administration() async throws {
        try await SimulatorUnderTest.run { test async throws in
            let fault = #"{"kind": "error", "status": 504, "region": "uk1", "on": "token", "times": 3}"#
            let added = try await test.peer.send(.POST, "/admin/faults", body: fault)
            #expect(added.status == 201)
            #expect(
                test.simulator.faults.all == [
                    Fault(.error(ErrorFault(status: 504)), region: "uk1", on: .token, times: 3)
                ]
            )
            #expect(try await test.requestToken().status == 504)
            let shown = try await test.peer.send(.GET, "/admin/faults").json()
            let faults = try #require(shown["faults"] as? [[String: Any]])
            #expect(faults.first?["times"] as? Int == 2)
            #expect(try await test.peer.send(.DELETE, "/admin/faults").status == 200)
            #expect(try await test.requestToken().status == 200)
        }
    }

    @Test(
        "What is not a fault is refused",
        arguments: [
            "", "{}", #"{"kind": "unheard"}"#, #"{"kind": "error", "status": 200}"#,
            #"{"kind": "resetAfter", "bytes": -1}"#,
        ]
    )
    func malformedFaults(body: String) async throws {
        try await SimulatorUnderTest.run { test async throws in
            #expect(try await test.peer.send(.POST, "/admin/faults", body: body).status == 400)
            #expect(test.simulator.faults.all.isEmpty)
        }
    }

    @Test("No more faults than the limit are on")
    func limit() {
        let faults = SimulatorFaults()
        for _ in 0..<SimulatorFaults.maximumFaults { #expect(faults.add(Fault(.down))) }
        #expect(!faults.add(Fault(.down)))
    }
}
