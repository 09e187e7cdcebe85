import NIOCore
import NIOHPACK
import Transport

/// The client's side of an HTTP/2 connection, whose frames a test makes itself, wrong ones too.
///
/// Source: RFC 9113 sections 3.4, 4.1 and 6.
final class HTTP2Peer {
    /// A frame as it came, but for those that only acknowledge.
    enum Event {
        case head(stream: Int, fields: HPACKHeaders, isLast: Bool)
        case data(stream: Int, bytes: [UInt8], isLast: Bool)
        /// A stream was ended, and why.
        case reset(stream: Int, code: Int)
        /// The connection is ended, and why.
        case goAway(code: Int)
        case closed
    }

    /// What matters of an answer but its bytes.
    enum Reply: Hashable {
        /// The beginning of an answer.
        case head(stream: Int, status: String)
        case reset(stream: Int, code: Int)
        case goAway(code: Int)
        case closed
    }

    /// What a side says of itself, by its number.
    struct Setting: Hashable {
        static let maximumStreams = Setting(number: 3)
        static let initialWindow = Setting(number: 4)

        let number: Int
    }

    enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let priority: UInt8 = 2
        static let reset: UInt8 = 3
        static let settings: UInt8 = 4
        static let ping: UInt8 = 6
        static let goAway: UInt8 = 7
        static let windowUpdate: UInt8 = 8
        static let continuation: UInt8 = 9
        /// RFC 9218 section 7.
        static let priorityUpdate: UInt8 = 16
    }

    private struct Incoming {
        let head: ServiceClient.Answer
        var body: [UInt8] = []
        var isWhole = false
    }

    static let protocolError = 1
    static let flowControlError = 3
    static let refusedStream = 7
    private static let cancel = 8
    static let isLast: UInt8 = 1
    private static let isWholeBlock: UInt8 = 4
    private static let isAcknowledgement: UInt8 = 1
    static let isPadded: UInt8 = 8
    private static let hasPriority: UInt8 = 0x20
    /// Of a connection and its streams until something else is said.
    static let initialWindow = 65_535
    static let maximumWindow = Int(Int32.max)
    static let health = [(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", "/healthz")]

    private let connection: RawConnection
    private var encoder = HPACKEncoder(allocator: ByteBufferAllocator())
    private var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
    /// What came of streams that nobody has read yet.
    private var incoming: [Int: Incoming] = [:]
    /// What the server's settings say.
    private(set) var settings: [Setting: Int] = [:]

    /// Sends the preface; the server's settings are acknowledged where that is wanted, once they have come.
    init(_ connection: RawConnection, settings: [Setting: Int] = [:]) async throws {
        self.connection = connection
        try await connection.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        try await set(settings)
    }

    func set(_ settings: [Setting: Int]) async throws {
        var payload = ByteBuffer()
        for (setting, value) in settings {
            payload.writeInteger(UInt16(setting.number))
            payload.writeInteger(UInt32(value))
        }
        try await write(kind: Kind.settings, stream: 0, payload: Array(payload.readableBytesView))
    }

    func acknowledgeSettings() async throws {
        try await write(kind: Kind.settings, flags: Self.isAcknowledgement, stream: 0)
    }

    /// Sends a request's head, or the trailers of one; with the weight that a client of the first HTTP/2 gives it.
    func ask(
        _ fields: [(String, String)] = health,
        stream: Int,
        isWhole: Bool = true,
        weight: UInt8? = nil
    ) async throws {
        var block = ByteBuffer()
        if let weight { block.writeBytes([0, 0, 0, 0, weight]) }
        try encoder.encode(headers: HPACKHeaders(fields), to: &block)
        var pieces: [[UInt8]] = []
        while let piece = block.readBytes(length: min(block.readableBytes, 16_000)), !piece.isEmpty {
            pieces.append(piece)
        }
        for (number, piece) in pieces.enumerated() {
            let isLastPiece = number == pieces.count - 1
            var flags = isLastPiece ? Self.isWholeBlock : 0
            if number == 0, isWhole { flags |= Self.isLast }
            if number == 0, weight != nil { flags |= Self.hasPriority }
            let kind = number == 0 ? Kind.headers : Kind.continuation
            try await write(kind: kind, flags: flags, stream: stream, payload: piece)
        }
    }

    func send(_ text: String, stream: Int, isLast: Bool = true) async throws {
        try await send(Array(text.utf8), stream: stream, isLast: isLast)
    }

    func send(_ bytes: [UInt8], stream: Int, isLast: Bool = true) async throws {
        try await write(kind: Kind.data, flags: isLast ? Self.isLast : 0, stream: stream, payload: bytes)
    }

    /// Gives a stream up.
    func reset(stream: Int) async throws {
        try await write(kind: Kind.reset, stream: stream, payload: [0, 0, 0, UInt8(Self.cancel)])
    }

    /// Lets so many more bytes come, of a stream or (0) of all of them.
    func widen(stream: Int, by bytes: Int) async throws {
        try await write(kind: Kind.windowUpdate, stream: stream, payload: ByteBuffer(integer: UInt32(bytes)).bytes)
    }

    func write(kind: UInt8, flags: UInt8 = 0, stream: Int, payload: [UInt8] = []) async throws {
        var frame = ByteBuffer()
        frame.writeBytes([
            UInt8(payload.count >> 16), UInt8(payload.count >> 8 & 0xFF), UInt8(payload.count & 0xFF), kind, flags,
        ])
        frame.writeInteger(UInt32(stream))
        frame.writeBytes(payload)
        try await connection.write(frame.bytes)
    }

    /// The next frame that says something.
    func event() async throws -> Event {
        while true {
            let header = try await connection.read(9)
            guard header.count == 9 else { return .closed }
            let payload = ByteBuffer(bytes: try await connection.read(header[..<3].reduce(0) { $0 << 8 | Int($1) }))
            let stream = header[5...].reduce(0) { $0 << 8 | Int($1) }
            let isLast = header[4] & Self.isLast != 0
            switch header[3] {
            case Kind.data: return .data(stream: stream, bytes: payload.bytes, isLast: isLast)
            case Kind.headers:
                var block = payload
                return .head(stream: stream, fields: try decoder.decodeHeaders(from: &block), isLast: isLast)
            case Kind.reset:
                return .reset(stream: stream, code: Int(payload.getInteger(at: 0, as: UInt32.self) ?? 0))
            case Kind.settings: learn(payload)
            case Kind.ping:
                try await write(kind: Kind.ping, flags: Self.isAcknowledgement, stream: 0, payload: payload.bytes)
            case Kind.goAway: return .goAway(code: Int(payload.getInteger(at: 4, as: UInt32.self) ?? 0))
            default: continue
            }
        }
    }

    /// The next of what matters to a test that looks at no bytes.
    func next() async throws -> Reply {
        while true {
            switch try await event() {
            case .head(let stream, let fields, _):
                return .head(stream: stream, status: fields.first(name: ":status") ?? "")
            case .reset(let stream, let code): return .reset(stream: stream, code: code)
            case .goAway(let code): return .goAway(code: code)
            case .closed: return .closed
            case .data: continue
            }
        }
    }

    /// The next ones.
    func next(_ count: Int) async throws -> Set<Reply> {
        var replies: Set<Reply> = []
        for _ in 0..<count { replies.insert(try await next()) }
        return replies
    }

    private func learn(_ payload: ByteBuffer) {
        var payload = payload
        while let parameter = payload.readInteger(as: UInt16.self), let value = payload.readInteger(as: UInt32.self) {
            settings[Setting(number: Int(parameter))] = Int(value)
        }
    }

    /// The head of a stream's answer; what comes of others meanwhile is kept for them.
    func head(of stream: Int) async throws -> ServiceClient.Answer {
        while true {
            if let head = incoming[stream]?.head { return head }
            try await keepNext(for: stream)
        }
    }

    private static func head(_ fields: HPACKHeaders) -> ServiceClient.Answer {
        let status = fields.first(name: ":status").flatMap { Int($0) } ?? 0
        let others = fields.filter { !$0.name.hasPrefix(":") }.map { (name: $0.name, value: $0.value) }
        return ServiceClient.Answer(status: status, headers: HTTPHeaders(others), bytes: [])
    }

    /// The next bytes of a stream, fewer only at its end; what comes of others meanwhile is kept for them.
    func read(_ count: Int, of stream: Int) async throws -> [UInt8] {
        while let known = incoming[stream], !known.isWhole, known.body.count < count {
            try await keepNext(for: stream)
        }
        guard let known = incoming[stream] else { return [] }
        let bytes = known.body.prefix(count)
        incoming[stream]?.body.removeFirst(bytes.count)
        return Array(bytes)
    }

    /// How many bytes of a stream have come and not been read.
    func waitingBytes(of stream: Int) -> Int { incoming[stream]?.body.count ?? 0 }

    /// Keeps what comes until it is enough.
    func collect(until isEnough: () -> Bool) async throws {
        while !isEnough() { try await keepNext(for: nil) }
    }

    private func keepNext(for wanted: Int?) async throws {
        switch try await event() {
        case .head(let stream, let fields, let isLast):
            incoming[stream] = Incoming(head: Self.head(fields), isWhole: isLast)
        case .data(let stream, let bytes, let isLast):
            incoming[stream]?.body += bytes
            incoming[stream]?.isWhole = isLast
        case .reset(let stream, let code) where stream == wanted:
            throw Conversation.CutShort(description: "stream \(stream) ends with \(code)")
        case .closed: throw Conversation.CutShort(description: "the connection has ended")
        case .reset, .goAway: break
        }
    }
}

extension ByteBuffer {
    fileprivate var bytes: [UInt8] { Array(readableBytesView) }
}
