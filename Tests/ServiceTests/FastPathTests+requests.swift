import Sharing

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
    private let target: String
    private let fields: [String]

    init(of recordings: [AskedRecording], id: String, using random: inout SeededGenerator) {
        let recording = recordings.randomElement(using: &random) ?? recordings[0]
        let isOther = Int.random(in: 0..<20, using: &random) == 0
        isHead = !isOther && Int.random(in: 0..<6, using: &random) == 0
        target = isOther ? "/v1/audio/nobody/1?user=a&exp=1&kid=a&sig=a" : recording.target
        var fields = ["Host: a", "X-Request-Id: \(id)"]
        if Int.random(in: 0..<10, using: &random) > 0 { fields.append("Range: \(Self.range(recording, &random))") }
        for _ in 0..<Int.random(in: 0...2, using: &random) { fields.append(Self.condition(recording, &random)) }
        if Bool.random(using: &random) {
            let others = [
                "accept-encoding: gzip", "Connection: keep-alive", "Origin: https://a.example", "Accept: */*",
                "origin: https://b.example",
            ]
            fields.append(others.randomElement(using: &random) ?? "")
        }
        // Conditions are sent at most once each.
        var names: Set<String> = []
        self.fields = fields.filter { names.insert($0.prefix { $0 != ":" }.lowercased()).inserted }
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

    /// The bytes of the request; the ordinary way is taken for a query item that only it accepts.
    func text(isOrdinary: Bool) -> String {
        "\(isHead ? "HEAD" : "GET") \(target)\(isOrdinary ? "&x=1" : "") HTTP/1.1\r\n"
            + fields.joined(separator: "\r\n") + "\r\n\r\n"
    }
}

/// An answer without what differs from one to the next: the time, and the boundary between parts, which is drawn by lot.
struct ComparableAnswer: Equatable {
    let head: String
    let body: [UInt8]

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
