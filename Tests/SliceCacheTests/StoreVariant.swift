import TestSupport
import Testing

/// A store's way of answering, right or wrong, for tables of them.
struct StoreVariant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The answer to the request of this number, from 0.
    let answer: @Sendable (ScriptedRequest, Int) -> ScriptedReply

    init(_ name: String, _ answer: @escaping @Sendable (ScriptedRequest, Int) -> ScriptedReply) {
        testDescription = name
        self.answer = answer
    }

    /// The same at every request.
    init(_ name: String, _ answer: @escaping @Sendable (ScriptedRequest) -> ScriptedReply) {
        self.init(name) { request, _ in answer(request) }
    }

    /// What a good store answers, but for what is said here.
    init(
        _ name: String,
        version: String = "1.1",
        framing: StoreFraming = .length,
        _ changed: [String: String?] = [:]
    ) {
        self.init(name) { request in
            StorePart(request, of: CacheBench.audio).reply(version: version, framing: framing, changed)
        }
    }
}

/// How the end of a body is told.
enum StoreFraming: Sendable {
    case length
    case chunks
    /// By the connection's end alone.
    case connection
    /// A length, and bytes beyond it.
    case lengthAndMore
    /// Chunks with more in them than was asked for.
    case chunksAndMore
    /// A length that is not reached: the connection closes in good order after half of it.
    case half
    /// The same where no length was told.
    case halfOfConnection
}

/// The part of a file that a request asks for.
struct StorePart: Sendable {
    let range: Range<Int>
    let isPart: Bool
    let file: [UInt8]

    init(_ request: ScriptedRequest, of file: [UInt8]) {
        self.file = file
        let field = request.headers["Range"] ?? "bytes=0-"
        let bounds: [Substring] = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        isPart = request.headers["Range"] != nil
        let (first, last): (Int?, Int?) = (Int(bounds.first ?? ""), Int(bounds.last ?? ""))
        if first == nil, let last {
            range = max(0, file.count - last)..<file.count
        } else {
            let start: Int = min(first ?? 0, file.count)
            let end: Int = min(file.count, (last ?? file.count - 1) + 1)
            range = start..<max(start, end)
        }
    }

    /// 206, or 200 where no part was asked for.
    ///
    /// - Parameters:
    ///   - version: of HTTP.
    ///   - framing: how its end is told.
    ///   - changed: fields that are other than a good store's; `nil` leaves one out. `FIRST`, `LAST` and `SIZE` stand for numbers.
    ///   - ignoresRange: gives everything, as 200.
    /// - Returns: the answer.
    func reply(
        version: String = "1.1",
        framing: StoreFraming = .length,
        _ changed: [String: String?] = [:],
        ignoresRange: Bool = false
    ) -> ScriptedReply {
        let (range, isPart) = ignoresRange ? (0..<file.count, false) : (self.range, self.isPart)
        let body = Array(file[range])
        var fields: [String: String] = ["Content-Type": "audio/mpeg", "ETag": "\"v1\"", "Accept-Ranges": "bytes"]
        if isPart { fields["Content-Range"] = "bytes FIRST-LAST/SIZE" }
        switch framing {
        case .length, .lengthAndMore, .half: fields["Content-Length"] = "\(body.count)"
        case .chunks, .chunksAndMore: fields["Transfer-Encoding"] = "chunked"
        case .connection, .halfOfConnection: break
        }
        for (name, value) in changed { fields[name] = value }
        let lines: [String] = fields.sorted { $0.key < $1.key }.map { name, value -> String in
            let text: String = value.replacing("FIRST", with: "\(range.lowerBound)")
                .replacing("LAST", with: "\(range.upperBound - 1)").replacing("SIZE", with: "\(file.count)")
            return "\(name): \(text)"
        }
        let start = "HTTP/\(version) \(isPart ? "206 Partial Content" : "200 OK")"
        let head: String = ([start] + lines + ["", ""]).joined(separator: "\r\n")
        var steps: [ScriptedReply.Step] = [.rawHead(Array(head.utf8))]
        steps += framing.steps(body)
        return ScriptedReply(steps)
    }
}

extension StoreFraming {
    fileprivate func steps(_ body: [UInt8]) -> [ScriptedReply.Step] {
        let more = Array(repeating: UInt8(ascii: "?"), count: 700)
        func chunk(_ bytes: [UInt8]) -> [UInt8] {
            var chunk = Array("\(String(bytes.count, radix: 16));a=b\r\n".utf8)
            chunk += bytes
            chunk += Array("\r\n".utf8)
            return chunk
        }
        switch self {
        case .length: return [.body(body)]
        case .connection: return [.body(body), .close]
        case .lengthAndMore: return [.body(body + more), .close]
        case .half, .halfOfConnection: return [.body(Array(body.prefix((body.count + 1) / 2))), .close]
        case .chunks, .chunksAndMore:
            let bytes = self == .chunks ? body : body + more
            let cut = bytes.count / 3
            var all: [UInt8] = []
            for part in [bytes[..<cut], bytes[cut...]] where !part.isEmpty { all += chunk(Array(part)) }
            all += Array("0\r\n\r\n".utf8)
            return [.body(all)]
        }
    }
}
