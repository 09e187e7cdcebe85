/// The head of a response: everything before its body.
package struct ResponseHead: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    /// Whether the body has no other end than the connection's, so that one which was cut off looks like a whole one (RFC 9112, 6.3 and 8).
    package let endsWithConnection: Bool

    package init(status: Int, headers: HTTPHeaders, endsWithConnection: Bool = false) {
        self.status = status
        self.headers = headers
        self.endsWithConnection = endsWithConnection
    }
}

/// Gathers the lines of a response's head, within limits; pure.
///
/// Informational heads (1xx) before the final one, and trailers after the body, count towards the limits and are otherwise dropped.
package struct HeadReader {
    package enum Outcome {
        case more
        /// The final head is complete; given once.
        case head(ResponseHead)
        case failure(TransportError)
    }

    private let maximumBytes: Int
    private let maximumFields: Int
    private var bytes = 0
    private var fieldCount = 0
    private var status: Int?
    /// HTTP/2 and later frame every body.
    private var framesBodies = false
    private var fields: [(name: String, value: String)] = []
    private var isComplete = false

    package init(maximumBytes: Int, maximumFields: Int) {
        self.maximumBytes = maximumBytes
        self.maximumFields = maximumFields
    }

    /// Takes one line, its line end included.
    package mutating func take(_ line: UnsafeRawBufferPointer) -> Outcome {
        bytes += line.count
        guard bytes <= maximumBytes else {
            return .failure(.headersTooLarge)
        }
        guard !isComplete else {
            return .more
        }
        var content = line[...]
        while let last = content.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
            content.removeLast()
        }
        if content.isEmpty {
            return endOfHead()
        }
        if status == nil {
            return takeStatusLine(content)
        }
        if content.first.map(Self.isBlank) == true {
            return takeFold(content)
        }
        return takeField(content)
    }

    private mutating func endOfHead() -> Outcome {
        guard let status, status != 101 else {
            // Nothing was asked to switch protocols (RFC 9110, 15.2.2).
            return .failure(.protocolViolation)
        }
        guard status >= 200 else {
            self.status = nil
            fields = []
            return .more
        }
        isComplete = true
        let headers = HTTPHeaders(fields)
        let isFramed =
            framesBodies || headers["content-length"] != nil
            || headers.members("transfer-encoding").last?.lowercased() == "chunked"
        return .head(ResponseHead(status: status, headers: headers, endsWithConnection: !isFramed))
    }

    /// `HTTP/1.1 206 Partial Content`, or `HTTP/2 206`.
    private mutating func takeStatusLine(_ content: Slice<UnsafeRawBufferPointer>) -> Outcome {
        let words = content.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count >= 2, words[0].starts(with: "HTTP/".utf8), words[1].count == 3,
            let code = Int(String(decoding: words[1], as: UTF8.self)), (100...599).contains(code)
        else {
            return .failure(.protocolViolation)
        }
        status = code
        framesBodies = !words[0].starts(with: "HTTP/1".utf8) && !words[0].starts(with: "HTTP/0".utf8)
        return .more
    }

    /// A line that continues the field before it, as old servers fold long ones: read as a blank between both parts.
    ///
    /// Never of what frames the body, which libcurl reads by itself and might read otherwise.
    ///
    /// Source: RFC 9112, 5.2 (a user agent must put a blank in the fold's place).
    private mutating func takeFold(_ content: Slice<UnsafeRawBufferPointer>) -> Outcome {
        guard let last = fields.last,
            !Self.framing.contains(where: { HTTPHeaders.isSame($0, last.name) })
        else { return .failure(.protocolViolation) }
        let more = String(decoding: Self.trimmed(content), as: UTF8.self)
        fields[fields.count - 1].value = [last.value, more].filter { !$0.isEmpty }.joined(separator: " ")
        return .more
    }

    private static let framing = ["content-length", "transfer-encoding"]

    private mutating func takeField(_ content: Slice<UnsafeRawBufferPointer>) -> Outcome {
        fieldCount += 1
        guard fieldCount <= maximumFields else {
            return .failure(.headersTooLarge)
        }
        guard let colon = content.firstIndex(of: UInt8(ascii: ":")), colon > content.startIndex else {
            return .failure(.protocolViolation)
        }
        let name = content[..<colon]
        // A blank before the colon reads differently to different readers: RFC 9112, 5.1.
        guard !name.contains(where: Self.isBlank) else {
            return .failure(.protocolViolation)
        }
        let value = Self.trimmed(content[content.index(after: colon)...])
        fields.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
        return .more
    }

    private static func trimmed(_ content: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var content = content
        while let first = content.first, isBlank(first) {
            content.removeFirst()
        }
        while let last = content.last, isBlank(last) {
            content.removeLast()
        }
        return content
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
