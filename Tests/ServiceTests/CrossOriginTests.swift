import Dubber
import DubberSimulator
import Foundation
import Service
import SliceCache
import Testing

/// What browsers are told about pages of other origins.
@Suite("Cross-origin requests", .timeLimit(.minutes(6)))
struct CrossOriginTests {
    private static let listed = "https://reports.example.com"
    private static let alsoListed = "http://reports.example.com:8443"
    private static let unlisted = "https://evil.example"

    private static func setup(over wire: Wire = .plain) -> Setup {
        var setup = Setup()
        setup.wire = wire
        setup.configure = { $0.allowedOrigins = [listed, alsoListed] }
        return setup
    }

    private func ask(
        _ service: ServiceUnderTest,
        _ target: String,
        method: String = "GET",
        from origin: String?,
        headers: [(name: String, value: String)] = []
    ) async throws -> ServiceClient.Answer {
        try await service.client.send(
            method,
            target,
            headers: (origin.map { [("Origin", $0)] } ?? []) + headers
        )
    }

    private func expectOpen(
        _ answer: ServiceClient.Answer,
        for origin: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(answer["Access-Control-Allow-Origin"] == origin, sourceLocation: sourceLocation)
        #expect(answer["Vary"] == "Origin", sourceLocation: sourceLocation)
        let exposed = Set((answer["Access-Control-Expose-Headers"] ?? "").split(separator: ", ").map(String.init))
        let needed: Set = ["Content-Range", "Accept-Ranges", "Content-Length", "ETag"]
        #expect(exposed.isSuperset(of: needed), sourceLocation: sourceLocation)
        #expect(answer["Access-Control-Allow-Credentials"] == nil, sourceLocation: sourceLocation)
    }

    private func expectClosed(_ answer: ServiceClient.Answer, sourceLocation: SourceLocation = #_sourceLocation) {
        for name in ["Allow-Origin", "Expose-Headers", "Allow-Methods", "Allow-Headers", "Max-Age"] {
            #expect(answer["Access-Control-\(name)"] == nil, sourceLocation: sourceLocation)
        }
    }

    @Test(
        "70: a listed origin is named exactly, whatever the status and whichever way the answer takes",
        arguments: Wire.allCases
    )
    func listedOrigins(wire: Wire) async throws {
        try await ServiceUnderTest.run(Self.setup(over: wire)) { service in
            let url = try await service.audioURL()
            // A miss, a hit on the event loop, the ordinary way; then what is refused.
            let asked: [(target: String, range: String?, status: Int)] = [
                (url, nil, 200), (url, "bytes=0-9", 206), (url + "&x=1", "bytes=0-9", 206),
                (url, "bytes=99999999-", 416), (url + "&x=1", "bytes=99999999-", 416),
                (url.replacing("sig=", with: "sig=x"), nil, 403), ("/v1/audio/nobody/1", nil, 401),
                ("/v1/audio/nobody", nil, 404),
            ]
            for (target, range, status) in asked {
                for origin in [Self.listed, Self.alsoListed] {
                    let headers = range.map { [(name: "Range", value: $0)] } ?? []
                    let answer = try await ask(service, target, from: origin, headers: headers)
                    #expect(answer.status == status)
                    expectOpen(answer, for: origin)
                    let other = try await ask(service, target, from: Self.unlisted, headers: headers)
                    #expect(other.status == status)
                    #expect(other["Vary"] == "Origin")
                    expectClosed(other)
                    let none = try await ask(service, target, from: nil, headers: headers)
                    #expect(none["Vary"] == "Origin")
                    expectClosed(none)
                }
            }
        }
    }

    @Test("70: an answer that the service is too busy for names the origin too", arguments: Wire.allCases)
    func overloaded(wire: Wire) async throws {
        var setup = Self.setup(over: wire)
        setup.configure = {
            $0.allowedOrigins = [Self.listed]
            $0.cache.maximumReaders = 0
        }
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            let answer = try await ask(service, url, from: Self.listed)
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] != nil)
            expectOpen(answer, for: Self.listed)
        }
    }

    @Test(
        "71: a preflight allows Range and If-Range for a listed origin, and may be remembered",
        arguments: Wire.allCases
    )
    func preflight(wire: Wire) async throws {
        try await ServiceUnderTest.run(Self.setup(over: wire)) { service in
            let asks = [
                (name: "Access-Control-Request-Method", value: "GET"),
                (name: "Access-Control-Request-Headers", value: "range,if-range"),
            ]
            let url = try await service.audioURL()
            let answer = try await ask(service, url, method: "OPTIONS", from: Self.listed, headers: asks)
            #expect(answer.status == 204)
            expectOpen(answer, for: Self.listed)
            let allowed = Set((answer["Access-Control-Allow-Headers"] ?? "").split(separator: ", ").map(String.init))
            #expect(allowed.isSuperset(of: ["Range", "If-Range"]))
            #expect(answer["Access-Control-Allow-Methods"] == "GET, HEAD")
            #expect(answer["Access-Control-Max-Age"].flatMap { Int($0) } ?? 0 > 0)
            let other = try await ask(service, url, method: "OPTIONS", from: Self.unlisted, headers: asks)
            #expect(other.status == 204)
            #expect(other["Vary"] == "Origin")
            expectClosed(other)
        }
    }

    @Test("a report page of a listed origin may ask for availability")
    func availability() async throws {
        try await ServiceUnderTest.run(Self.setup()) { service in
            let asks = [
                (name: "Access-Control-Request-Method", value: "POST"),
                (name: "Access-Control-Request-Headers", value: "authorization,content-type"),
            ]
            let preflight = try await ask(
                service,
                "/v1/availability",
                method: "OPTIONS",
                from: Self.listed,
                headers: asks
            )
            #expect(preflight.status == 204)
            expectOpen(preflight, for: Self.listed)
            #expect(preflight["Access-Control-Allow-Methods"] == "POST")
            #expect(preflight["Access-Control-Allow-Headers"]?.contains("Authorization, Content-Type") == true)
            let refused = try await ask(service, "/v1/availability", method: "POST", from: Self.listed)
            #expect(refused.status == 401)
            expectOpen(refused, for: Self.listed)
        }
    }

    @Test(
        "no other address is open to other origins",
        arguments: ["/v1/debug/cache", "/healthz", "/console/sign-in", "/ws?wsdl"]
    )
    func otherAddresses(target: String) async throws {
        try await ServiceUnderTest.run(Self.setup()) { service in
            expectClosed(try await ask(service, target, from: Self.listed))
        }
    }

    @Test("without configured origins none is named")
    func noneConfigured() async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            for _ in 0..<2 { expectClosed(try await ask(service, url, from: Self.listed)) }
        }
    }
}
