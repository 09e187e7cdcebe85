import Foundation
import Testing
import Transport

/// Asks a service for things, and keeps whole answers.
struct ServiceClient: Sendable {
    /// An answer with its whole body.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }

        func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(type, from: Data(bytes))
        }

        var problem: ProblemDocument {
            get throws {
                try #require(headers["Content-Type"] == "application/problem+json")
                return try decoded()
            }
        }

        subscript(header: String) -> String? { headers[header] }

        /// A header without what may differ between two answers about the same: how long they may be kept.
        func steady(_ header: String) -> String? { self[header]?.replacing(/max-age=\d+/, with: "max-age") }
    }

    /// The most that a test reads of one body.
    static let maximumBytes = 64 << 20
    /// So patient that a busy machine makes no test fail.
    private static let limits = TransferLimits(connect: .seconds(60), firstByte: .seconds(120), stall: .seconds(120))

    let http: HTTPClient
    let port: Int

    /// How much the audio cache has, and is doing.
    var cacheTotals: CacheTotals {
        get async throws { try await document("/v1/debug/cache") }
    }

    /// Sends a request and waits for the head of its answer.
    func open(
        _ method: String = "GET",
        _ target: String,
        token: String? = nil,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws -> HTTPResponse {
        var headers = headers
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        return try await http.send(
            HTTPRequest(
                method: method,
                url: "http://127.0.0.1:\(port)\(target)",
                headers: headers,
                body: body,
                limits: Self.limits
            )
        )
    }

    /// Sends a request and reads its answer.
    func send(
        _ method: String = "GET",
        _ target: String,
        token: String? = nil,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws -> Answer {
        let response = try await open(method, target, token: token, headers: headers, body: body)
        let bytes = try await response.body.collect(upTo: Self.maximumBytes)
        return Answer(status: response.status, headers: response.headers, bytes: bytes)
    }

    func asAdmin(_ method: String = "GET", _ target: String) async throws -> Answer {
        try await send(method, target, token: ServiceUnderTest.adminToken)
    }

    /// What an administrator is given, with 200.
    func document<Document: Decodable>(_ target: String, by method: String = "GET") async throws -> Document {
        let answer = try await asAdmin(method, target)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decoded()
    }

    /// Posts a body to the availability address.
    func postAvailability(
        _ body: String,
        token: String? = ServiceUnderTest.reportToken,
        accept: String = "application/json"
    ) async throws -> Answer {
        try await send(
            "POST",
            "/v1/availability",
            token: token,
            headers: [("Content-Type", "application/json"), ("Accept", accept)],
            body: Array(body.utf8)
        )
    }

    /// The results for some rows, in the order of the answer.
    func availability(_ rows: [SampleRow], user: String = "supervisor") async throws -> [ResultRow] {
        let answer = try await postAvailability(SampleRow.body(rows, user: user))
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decoded(as: AvailabilityAnswer.self).results
    }
}
