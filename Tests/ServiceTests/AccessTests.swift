import Foundation
import Recordings
import Registry
import Service
import Testing
import Transport

/// Who may ask for what, and who may hear what.
@Suite("Access")
struct AccessTests {
    @Test(
        "an address that needs a token is 401 without one",
        arguments: [
            ("POST", "/v1/availability"), ("GET", "/v1/debug/resolution"), ("GET", "/v1/debug/cache"),
            ("DELETE", "/v1/cache?all=true"), ("GET", "/v1/audio/\(SampleCompany.office)/041"),
        ]
    )
    func withoutToken(method: String, target: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.send(method, target)
            #expect(answer.status == 401)
            #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            #expect(answer["Cache-Control"] == "no-store")
            let problem = try answer.problem
            #expect(problem.type == "about:blank")
            #expect(!problem.title.isEmpty)
            #expect(!problem.detail.isEmpty)
            #expect(problem.status == 401)
            #expect(problem.code == "unauthenticated")
            #expect(problem.requestID == answer["X-Request-Id"])
            #expect(!problem.retryable)
        }
    }

    @Test(
        "a report token is 403 where an admin token is needed",
        arguments: [
            ("GET", "/v1/debug/resolution?user=supervisor"), ("GET", "/v1/debug/cache"),
            ("DELETE", "/v1/cache?all=true"),
            ("GET", "/v1/audio/\(SampleCompany.office)/041"),
        ]
    )
    func lesserRole(method: String, target: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.send(method, target, token: ServiceUnderTest.reportToken)
            #expect(answer.status == 403)
            #expect(try answer.problem.code == "roleNotSufficient")
        }
    }

    @Test(
        "a token that nobody gave is 401, everywhere",
        arguments: ["Bearer nonsense", "Bearer ", "Bearer", "Basic YTpi", "report-token", "Bearer report-token x"]
    )
    func unknownToken(value: String) async throws {
        try await ServiceUnderTest.run { service in
            for target in ["/v1/debug/cache", try await service.audioURL()] {
                let answer = try await service.client.send("GET", target, headers: [("Authorization", value)])
                #expect(answer.status == 401, "\(target)")
                #expect(!answer.text.contains("nonsense"))
            }
        }
    }

    @Test(
        "an admin token is good for availability too, the scheme has no case, and spaces around the token are none of it",
        arguments: ["bearer ", "Bearer    "]
    )
    func adminForReport(scheme: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.send(
                "POST",
                "/v1/availability",
                headers: [("Authorization", "\(scheme)\(ServiceUnderTest.adminToken)")],
                body: Array(SampleRow.body([SampleRow()]).utf8)
            )
            #expect(answer.status == 200)
        }
    }

    @Test("a revoked token is 401 at the next request")
    func revoked() async throws {
        try await ServiceUnderTest.run { service in
            #expect(try await service.client.asAdmin("GET", "/v1/debug/cache").status == 200)
            try service.registry.revokeToken(name: "admin")
            #expect(try await service.client.asAdmin("GET", "/v1/debug/cache").status == 401)
        }
    }

    @Test("a sane X-Request-Id comes back, in problems too; another one is replaced")
    func requestID() async throws {
        try await ServiceUnderTest.run { service in
            let given = try await service.client.send("GET", "/nowhere", headers: [("X-Request-Id", "page-7.row_3")])
            #expect(given.status == 404)
            #expect(given["X-Request-Id"] == "page-7.row_3")
            #expect(try given.problem.requestID == "page-7.row_3")
            for bad in ["", "a b", "<script>", String(repeating: "x", count: 65)] {
                let answer = try await service.client.send("GET", "/healthz", headers: [("X-Request-Id", bad)])
                let made = try #require(answer["X-Request-Id"])
                #expect(made != bad)
                #expect(!made.isEmpty)
            }
        }
    }

    @Test("a name that a URL must escape is signed and understood")
    func escapedName() async throws {
        try await ServiceUnderTest.run { service in
            let row = try await service.client.availability([SampleRow()], user: "team lead").first
            let url = try #require(row?.recordings.first?.audioURL)
            #expect(url.contains("user=team%20lead&"))
            #expect(try await service.client.send("GET", url).status == 200)
        }
    }
}
