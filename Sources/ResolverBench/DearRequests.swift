import Crypto
import Foundation
import Recordings

/// The kinds of requests that cost most.
struct DearRequests {
    struct Kind {
        let name: String
        /// Head and body; empty for nothing at all.
        let request: [UInt8]
    }

    enum Failure: Error {
        case unexpected(String)
    }

    private let place: DearService.Place
    private let session: String
    private let peaks: String
    private let rows: String

    /// Signs in to the XML API, learns the calls and makes the long recording's waveform.
    init(_ place: DearService.Place) throws {
        self.place = place
        let connection = BenchConnection(port: place.port)
        session = try Self.signIn(connection)
        let account = BenchAccount(count: DearService.calls, end: .now)
        let calls = account.rows(1_000).map { row in
            #"{"segmentID":"\#(row.segmentID)","telSysID":1,"startTime":"\#(row.startTime.ISO8601Format())","#
                + #""durationSeconds":\#(row.durationSeconds ?? 0),"from":"\#(row.from ?? "")","to":"\#(row.to ?? "")"}"#
        }
        rows = #"{"user":"\#(DearService.username)","segments":[\#(calls.joined(separator: ","))]}"#
        for _ in 0..<20 { _ = try connection.ask(Self.post("/v1/availability", rows, token: place.reportToken)) }
        peaks = "/v1/audio/bench/\(DearService.recordingID)/peaks?count=2000"
        let made = try connection.ask(Self.get(peaks, token: place.adminToken))
        guard made.status == 200 else { throw Failure.unexpected(String(decoding: made.body, as: UTF8.self)) }
    }

    var all: [Kind] { [Kind(name: "nothing", request: [])] + xml + availability + lists + others }

    private var xml: [Kind] {
        let attributes = { (count: Int) in (0..<count).map { "a\($0)=''" }.joined(separator: " ") }
        let wide = (0..<30).map { "<a\($0) \(attributes(60))/>" }.joined()
        let signedIn = "<InvokeID>1</InvokeID><SessionID>\(session)</SessionID>"
        let list =
            "<Property Name='TelSysID'>1</Property><Property Name='CallRecIntFields'>TelSysID,APICommunicationSettings</Property>"
        let references = String(repeating: "&amp;", count: 50_000)
        return [
            ("XML with 35,000 attributes", "<Request \(attributes(35_000))/>"),
            ("XML of 16 KiB of attributes", "<Request \(attributes(1_500))/>"),
            ("XML as wide as may be", "<Request Operation='CreateSession'><InvokeID>1</InvokeID>\(wide)</Request>"),
            ("CreateSession", "<Request Operation='CreateSession'><InvokeID>1</InvokeID></Request>"),
            (
                "XML list of 10,000 entries",
                "<Request Operation='CallRecIntList'>\(signedIn)<Limit>10000</Limit><OperationPayload>\(list)</OperationPayload></Request>"
            ),
            (
                "XML of 50,000 references, signed in",
                "<Request Operation='CallRecIntInfo'>\(signedIn)<OperationPayload><Property Name='CallRecIntGUID'>\(references)</Property></OperationPayload></Request>"
            ),
        ].map { Kind(name: $0.0, request: Self.post("/ws", $0.1, type: "text/xml")) }
    }

    private var availability: [Kind] {
        let many = #"{"user":"bench","segments":[\#(String(repeating: "[],", count: 1_300_000))[]]}"#
        let long = (0..<1_000).map {
            #"{"segmentID":"\#($0)","telSysID":1,"from":"\#(String(repeating: "x", count: 4_000))"}"#
        }
        let longRows = #"{"user":"bench","segments":[\#(long.joined(separator: ","))]}"#
        let deep = #"{"user":"bench","segments":[\#(String(repeating: "[", count: 2_000_000))"#
        let lines = ["Accept: application/x-ndjson"]
        return [
            Kind(name: "availability of 1,000 rows", request: post(rows)),
            Kind(name: "availability of 1,000 rows in lines", request: post(rows, lines)),
            Kind(name: "availability of 1,300,000 empty rows", request: post(many)),
            Kind(name: "availability of 1,000 rows of 4 KB", request: post(longRows)),
            Kind(name: "availability of 2 MB of brackets", request: post(deep)),
        ]
    }

    private var lists: [Kind] {
        [
            "/v1/entries?limit=1000", "/v1/users?limit=1000", "/v1/users?limit=1000&entry=bench",
            "/v1/telephony-servers?limit=1000", "/v1/audit?limit=9999", "/v1/audit?limit=9999&format=csv",
            "/v1/debug/hosts", "/v1/debug/quota", "/v1/debug/live", "/metrics", peaks,
        ]
        .map { Kind(name: $0, request: Self.get($0, token: place.adminToken)) }
    }

    private var others: [Kind] {
        let long = String(repeating: "a=b; ", count: 3_000)
        let ranges = (0..<1_000).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ",")
        let audio = "/v1/audio/bench/\(DearService.recordingID)"
        return [
            Kind(name: "/openapi.json", request: Self.get("/openapi.json")),
            Kind(name: "the console's style", request: Self.get("/console/console.css", ["Accept-Encoding: gzip"])),
            Kind(name: "15 KB of Cookie", request: Self.get("/v1/entries?limit=1", ["Cookie: \(long)"])),
            Kind(name: "15 KB of Accept", request: Self.get("/ws?wsdl", ["Accept: \(long)"])),
            Kind(name: "1,000 ranges", request: Self.get(audio, ["Range: bytes=\(ranges)"], token: place.adminToken)),
        ]
    }

    private func post(_ body: String, _ fields: [String] = []) -> [UInt8] {
        Self.post("/v1/availability", body, fields, token: place.reportToken)
    }

    private static func get(_ target: String, _ fields: [String] = [], token: String? = nil) -> [UInt8] {
        let fields = fields + (token.map { ["Authorization: Bearer \($0)"] } ?? [])
        return Array((["GET \(target) HTTP/1.1", "Host: bench"] + fields + ["", ""]).joined(separator: "\r\n").utf8)
    }

    private static func post(
        _ target: String,
        _ body: String,
        _ fields: [String] = [],
        type: String = "application/json",
        token: String? = nil
    ) -> [UInt8] {
        let own = [
            "POST \(target) HTTP/1.1", "Host: bench", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)",
        ]
        let fields = own + fields + (token.map { ["Authorization: Bearer \($0)"] } ?? [])
        return Array(((fields + ["", ""]).joined(separator: "\r\n") + body).utf8)
    }

    private static func signIn(_ connection: BenchConnection) throws -> String {
        func ask(_ operation: String, _ content: String) throws -> String {
            let request = "<Request Operation='\(operation)'><InvokeID>1</InvokeID>\(content)</Request>"
            return String(decoding: try connection.ask(post("/ws", request, type: "text/xml")).body, as: UTF8.self)
        }
        func hex(_ text: String) -> String {
            SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        }
        let created = try ask("CreateSession", "")
        guard let session = created.firstMatch(of: #/SessionID">([^<]*)</#)?.1,
            let nonce = created.firstMatch(of: #/Nonce">([^<]*)</#)?.1
        else { throw Failure.unexpected(created) }
        let digest = hex("\(nonce):\(hex(DearService.password))")
        let answer = try ask(
            "Authenticate",
            "<SessionID>\(session)</SessionID><OperationPayload><Property Name='Username'>\(DearService.administrator)</Property>"
                + "<Property Name='Password'>\(digest)</Property></OperationPayload>"
        )
        guard answer.contains("Success") else { throw Failure.unexpected(answer) }
        return String(session)
    }
}
