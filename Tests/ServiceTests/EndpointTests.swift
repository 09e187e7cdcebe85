import HTTPTypes
import Registry
import Service
import Testing

/// Every endpoint, as it is declared.
@Suite("Endpoints", .timeLimit(.minutes(5)))
struct EndpointTests {
    private static let entry = SampleCompany.office
    private static let kinds = "entry, user, telephonyServer, partition, token, key"

    private static func target(_ endpoint: EndpointDeclaration) -> String {
        endpoint.path.replacing("{entry}", with: entry).replacing("{recording}", with: "041")
            .replacing("{segment}", with: "S-1").replacing("{callRecIntGUID}", with: entry)
            .replacing("{username}", with: "visitor").replacing("{telSysID}", with: "1")
            .replacing("{partitionGUID}", with: "p-2")
            .replacing("{name}", with: "nobody")
    }

    /// Asks without following redirects.
    private static func ask(
        _ endpoint: EndpointDeclaration,
        _ service: ServiceUnderTest,
        token: String? = nil,
        headers: [(name: String, value: String)] = []
    ) async throws -> RawConnection.Answer {
        let signedIn = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        return try await service.client.sendRaw(
            endpoint.method.rawValue,
            target(endpoint),
            headers: headers + signedIn
        )
    }

    /// Those who hold a role, and those who do not.
    private static func tokens(of role: TokenRole) -> (lesser: [String], good: [String]) {
        let (report, admin) = (ServiceUnderTest.reportToken, ServiceUnderTest.adminToken)
        return role == .report ? ([], [report, admin]) : ([report], [admin])
    }

    @Test("An endpoint answers those whom it is declared to be for, and refuses all others")
    func rights() async throws {
        try await ServiceUnderTest.run { service in
            let endpoints = service.service.endpoints
            #expect(endpoints.count > 40)
            for endpoint in endpoints { try await expectRight(endpoint, service) }
        }
    }

    private func expectRight(_ endpoint: EndpointDeclaration, _ service: ServiceUnderTest) async throws {
        let name: Comment = "\(endpoint.method) \(endpoint.path)"
        let bare = try await Self.ask(endpoint, service)
        switch endpoint.access {
        case .anybody, .ownSession:
            #expect(![401, 403].contains(bare.status), name)
        case .sameOrigin:
            #expect(![401, 403].contains(bare.status), name)
            let other = try await Self.ask(endpoint, service, headers: [("Origin", "https://other.example")])
            expectProblem(other, 403, "originNotOurs", of: endpoint)
        case .role(let role, _), .roleOrThisMachine(let role):
            expectProblem(bare, 401, "unauthenticated", of: endpoint)
            #expect(bare["WWW-Authenticate"] == "Bearer", name)
            for token in Self.tokens(of: role).lesser {
                let answer = try await Self.ask(endpoint, service, token: token)
                expectProblem(answer, 403, "roleNotSufficient", of: endpoint)
            }
            for token in Self.tokens(of: role).good {
                #expect(![401, 403].contains(try await Self.ask(endpoint, service, token: token).status), name)
            }
        case .page(let role, _):
            #expect(bare.status == 303, name)
            #expect(bare["Location"]?.hasPrefix("/console/sign-in?to=") == true, name)
            for token in Self.tokens(of: role).lesser {
                let answer = try await Self.ask(endpoint, service, token: token)
                #expect(answer.status == 403, name)
                #expect(answer.text.contains("For administrators"), name)
            }
            for token in Self.tokens(of: role).good {
                let answer = try await Self.ask(endpoint, service, token: token)
                #expect([200, 404].contains(answer.status), name)
            }
        case .signedURL:
            expectProblem(bare, 401, "unauthenticated", of: endpoint)
            let report = try await Self.ask(endpoint, service, token: ServiceUnderTest.reportToken)
            expectProblem(report, 403, "roleNotSufficient", of: endpoint)
            let admin = try await Self.ask(endpoint, service, token: ServiceUnderTest.adminToken)
            #expect(![401, 403].contains(admin.status), name)
        case .secretInAddress:
            expectProblem(bare, 403, "hookKeyNotValid", of: endpoint)
            let admin = try await Self.ask(endpoint, service, token: ServiceUnderTest.adminToken)
            expectProblem(admin, 403, "hookKeyNotValid", of: endpoint)
        }
    }

    private func expectProblem(
        _ answer: RawConnection.Answer,
        _ status: Int,
        _ code: String,
        of endpoint: EndpointDeclaration
    ) {
        let name: Comment = "\(endpoint.method) \(endpoint.path)"
        #expect(answer.status == status, name)
        #expect(answer["Content-Type"] == "application/problem+json", name)
        #expect(answer.body.isEmpty || answer.text.contains("\"code\":\"\(code)\""), name)
        #expect(answer.body.isEmpty == (endpoint.method == .head), name)
    }

    @Test("A query with a name that is not declared, or given twice, is refused before anything is done")
    func queries() async throws {
        try await ServiceUnderTest.run { service in
            for (method, target, sentence) in [
                ("POST", "/v1/availability?x=1", "There is no query parameter x."),
                ("GET", "/v1/debug/cache?x", "There is no query parameter x."),
                ("GET", "/openapi.json?x=1", "There is no query parameter x."),
                ("GET", "/v1/debug/hosts?entry=a&entry=b", "entry is given more than once."),
                ("GET", "/v1/debug/live?after=-1", "after must be a whole number, 0 or more."),
                ("GET", "/v1/users?limit=1001", "limit must be a whole number from 1 to 1000."),
                ("GET", "/v1/audit?since=now", "since must be a time such as 2026-11-20T09:15:03Z."),
                ("GET", "/v1/audit?format=xml", "format must be one of json, csv."),
                ("GET", "/v1/audit?order=up", "order must be one of oldest, newest."),
                ("GET", "/v1/audit?limit=10000", "limit must be a whole number from 1 to 9999."),
                ("GET", "/v1/audit/changes?kind=x", "kind must be one of \(Self.kinds)."),
                ("GET", "/v1/audit/changes?after=1", "after must be what the page before told as next."),
                ("GET", "/v1/tokens?limit=0", "limit must be a whole number from 1 to 1000."),
                ("DELETE", "/v1/cache?all=true&all=true", "all is given more than once."),
                ("DELETE", "/v1/cache?recording=", "recording must be a recording id."),
                ("GET", "/v1/debug/resolution?telSysID=one", "telSysID must be a whole number."),
                ("GET", "/v1/debug/resolution?telSysID=1", "user is missing."),
            ] {
                let answer = try await service.client.asAdmin(method, target)
                #expect(answer.status == 400, "\(target)")
                #expect(try answer.problem.code == "badQuery", "\(target)")
                #expect(try answer.problem.detail == sentence, "\(target)")
            }
            // Who may not ask is not told what would be wrong.
            #expect(try await service.client.send("GET", "/v1/debug/live?x=1").status == 401)
            for target in ["/healthz?x=1&x=2", "/readyz?x", "/metrics?name=a", "/openapi.json?"] {
                #expect(try await service.client.asAdmin("GET", target).status == 200, "\(target)")
            }
        }
    }

    @Test("Where there is only something to post, a GET is told so")
    func webServicesWithoutDescription() async throws {
        try await ServiceUnderTest.run { service in
            for target in ["/ws", "/ws?", "/ws?wsd"] {
                let answer = try await service.client.send("GET", target)
                #expect(answer.status == 405 && answer["Allow"] == "POST, OPTIONS", "\(target)")
            }
            #expect(try await service.client.send("GET", "/ws?wsdl").status == 200)
        }
    }
}
