import Sharing
import Transport

/// A recording in the cache, with what conditions may name.
struct AskedRecording: Sendable {
    let target: String
    let sizeBytes: Int64
    let tag: String
    let modified: String
    let truth: [UInt8]

    func request(_ range: String) -> String {
        "GET \(target) HTTP/1.1\r\nHost: a\r\nRange: \(range)\r\n\r\n"
    }
}

/// A random request for audio, or now and then for something else.
struct AskedRequest: Sendable {
    let isHead: Bool
    /// The place of the recording; `nil` asks for something else.
    private let recording: Int?
    private let fields: [String]

    init(of recordings: [AskedRecording], id: String, using random: inout SeededGenerator) {
        let place = Int.random(in: recordings.indices, using: &random)
        let recording = recordings[place]
        let isOther = Int.random(in: 0..<20, using: &random) == 0
        isHead = !isOther && Int.random(in: 0..<6, using: &random) == 0
        self.recording = isOther ? nil : place
        var fields = ["Host: a", "X-Request-Id: \(id)"]
        if Int.random(in: 0..<10, using: &random) > 0 { fields.append("Range: \(Self.range(recording, &random))") }
        for _ in 0..<Int.random(in: 0...2, using: &random) { fields.append(Self.condition(recording, &random)) }
        if Bool.random(using: &random) {
            let others = [
                "accept-encoding: gzip", "Connection: keep-alive", "Origin: https://a.example", "Accept: */*",
                "origin: https://b.example", "X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9;proto=https",
            ]
            fields.append(others.randomElement(using: &random) ?? "")
        }
        // Conditions are sent at most once each.
        var names: Set<String> = []
        self.fields = fields.filter { names.insert($0.prefix { $0 != ":" }.lowercased()).inserted }
    }

    /// A request for a range of the recording at a place, or for the whole.
    init(of place: Int, range: String?, id: String) {
        isHead = false
        recording = place
        fields = ["Host: a", "X-Request-Id: \(id)"] + (range.map { ["Range: \($0)"] } ?? [])
    }

    private static func range(_ recording: AskedRecording, _ random: inout SeededGenerator) -> String {
        let size = recording.sizeBytes
        func place(_ random: inout SeededGenerator) -> Int64 {
            let places: [Int64] = [0, 1, 65_535, 65_536, 131_072, size - 1, size, size + 5]
            let near = places.randomElement(using: &random) ?? 0
            return Bool.random(using: &random) ? near : Int64.random(in: 0..<size, using: &random)
        }
        let first = place(&random)
        let last = first + Int64.random(in: 0..<100_000, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<5: return "bytes=\(first)-\(last)"
        case 5: return "bytes=\(first)-"
        case 6: return "bytes=-\(first)"
        case 7: return "Bytes=\(first)-\(first)"
        case 8: return "bytes=\(first)-\(last),\(place(&random))-, -\(Int.random(in: 0..<9, using: &random))"
        case 9: return "bytes= \(first)-\(last) , \(size + 10)-"
        default:
            return [
                "bytes=abc", "items=0-1", "bytes=5-2", "bytes=", "bytes=0-1x", "bytes=0-99999999999999999999999999",
            ]
            .randomElement(using: &random) ?? ""
        }
    }

    private static func condition(_ recording: AskedRecording, _ random: inout SeededGenerator) -> String {
        let tags = [recording.tag, "W/\(recording.tag)", "\"other\"", "\"other\", \(recording.tag)", "*", "untagged"]
        let dates = [recording.modified, "Thu, 01 Jan 1970 00:00:01 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday"]
        let tag = tags.randomElement(using: &random) ?? ""
        let date = dates.randomElement(using: &random) ?? ""
        return [
            "If-None-Match: \(tag)", "if-match: \(tag)", "If-Modified-Since: \(date)", "If-Unmodified-Since: \(date)",
            "If-Range: \(tag)", "IF-RANGE: \(date)",
        ]
        .randomElement(using: &random) ?? ""
    }

    /// What is asked for; the ordinary way is taken for a query item that only it accepts.
    func target(of recordings: [AskedRecording], isOrdinary: Bool) -> String {
        let target = recording.map { recordings[$0].target } ?? "/v1/audio/nobody/1?user=a&exp=1&kid=a&sig=a"
        return target + (isOrdinary ? "&x=1" : "")
    }

    /// The bytes of the request by HTTP/1.1.
    func text(of recordings: [AskedRecording], isOrdinary: Bool) -> String {
        "\(isHead ? "HEAD" : "GET") \(target(of: recordings, isOrdinary: isOrdinary)) HTTP/1.1\r\n"
            + fields.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// The fields that it has by HTTP/2.
    var streamFields: [(name: String, value: String)] {
        fields.map { field in
            let name = field.prefix { $0 != ":" }
            return (name: name.lowercased(), value: String(field.dropFirst(name.count + 2)))
        }
        .filter { !["host", "connection"].contains($0.name) }
    }
}

/// An answer without what differs from one to the next: the time, and the boundary between parts, which is drawn by lot.
struct ComparableAnswer: Equatable {
    /// What every protocol has alike: the status, the fields in their order but for those of the connection, and the body.
    struct Common: Equatable {
        let status: Substring
        let fields: [String]
        let body: [UInt8]
    }

    private static let strict = "strict-transport-security: max-age"

    let head: String
    let body: [UInt8]

    private var fields: [String] {
        head.split(separator: "\r\n").dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return name.lowercased() + line.dropFirst(name.count)
        }
    }

    var common: Common {
        let status = head.drop { $0 != " " }.dropFirst().prefix(3)
        let ofConnection = ["connection", "strict-transport-security"]
        let common = fields.filter { field in !ofConnection.contains { field.hasPrefix($0 + ":") } }
        return Common(status: status, fields: common, body: body)
    }

    /// Whether browsers are told to stay with TLS.
    var isStrict: Bool { fields.contains(Self.strict) }

    init(_ answer: ServiceClient.Answer) {
        let fields = answer.headers.fields.map { "\($0.name): \($0.value)" }
        self.init(head: (["HTTP/2 \(answer.status)"] + fields).joined(separator: "\r\n"), body: answer.bytes)
    }

    init(head: String, body: [UInt8]) {
        let boundary = head.split(separator: "boundary=").dropFirst().first.map { String($0.prefix { $0 != "\r\n" }) }
        // The boundary's length varies too.
        let varying = ["date", "age"] + (boundary == nil ? [] : ["content-length"])
        let lines = head.split(separator: "\r\n")
        self.head =
            lines
            .map { line in
                let name = line.prefix { $0 != ":" }
                if varying.contains(name.lowercased()) { return String(name) }
                return String(line).replacing(/max-age=\d+/, with: "max-age")
            }
            .joined(separator: "\r\n")
            .replacing(boundary ?? "\u{0}", with: "BOUNDARY")
        self.body = boundary.map { body.replacing(Array($0.utf8), with: Array("BOUNDARY".utf8)) } ?? body
    }
}
