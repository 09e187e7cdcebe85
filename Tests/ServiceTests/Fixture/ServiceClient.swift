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
    var wire = Wire.plain

    /// How much the audio cache has, and is doing.
    var cacheTotals: CacheTotals {
        get async throws { try await document("/v1/debug/cache") }
    }

    /// Sends a request without TLS and waits for the head of its answer.
    func open(
        _ method: String = "GET",
        _ target: String,
        token: String? = nil,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws -> HTTPResponse {
        try await http.send(
            HTTPRequest(
                method: method,
                url: "http://127.0.0.1:\(port)\(target)",
                headers: headers + Self.authorization(token),
                body: body,
                limits: Self.limits
            )
        )
    }

    private static func authorization(_ token: String?) -> [(name: String, value: String)] {
        token.map { [("Authorization", "Bearer \($0)")] } ?? []
    }

    /// Sends a request and reads its answer; over TLS on a connection of its own.
    func send(
        _ method: String = "GET",
        _ target: String,
        token: String? = nil,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws -> Answer {
        guard wire.isSecure else {
            let response = try await open(method, target, token: token, headers: headers, body: body)
            let bytes = try await response.body.collect(upTo: Self.maximumBytes)
            return Answer(status: response.status, headers: response.headers, bytes: bytes)
        }
        var answer: Answer?
        try await converse { conversation in
            try await conversation.ask(method, target, headers: headers + Self.authorization(token), body: body)
            answer = try await conversation.answer()
        }
        return try #require(answer)
    }

    /// Connects for as long as the body takes.
    func converse(_ body: (Conversation) async throws -> Void) async throws {
        try await Conversation.open(port: port, over: wire, body)
    }

    /// Connects, asks, and goes on once the head of the answer has come; again where the machine was too busy to ask in the time that a connection has
    /// for it, which some tests make short.
    func listen(
        _ target: String,
        headers: [(name: String, value: String)] = [],
        _ body: (Conversation) async throws -> Void
    ) async throws {
        var isAnswered = false
        while !isAnswered {
            try Task.checkCancellation()
            try await converse { conversation in
                try? await conversation.ask("GET", target, headers: headers)
                guard let head = try? await conversation.head(), head.status != 408 else { return }
                isAnswered = true
                try await body(conversation)
            }
        }
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
