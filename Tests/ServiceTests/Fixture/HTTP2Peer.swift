import NIOCore
import NIOHPACK

/// The client's side of an HTTP/2 connection, whose frames a test makes itself, wrong ones too.
///
/// Source: RFC 9113 sections 3.4, 4.1 and 6.
final class HTTP2Peer {
    enum Reply: Hashable {
        /// The beginning of an answer.
        case head(stream: Int, status: String)
        /// A stream was ended, and why.
        case reset(stream: Int, code: Int)
        /// The connection is ended, and why.
        case goAway(code: Int)
        case closed
    }

    static let protocolError = 1
    static let refusedStream = 7
    private static let cancel = 8
    static let health = [(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", "/healthz")]

    private let connection: RawConnection
    private var encoder = HPACKEncoder(allocator: ByteBufferAllocator())
    private var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
    /// What the server's settings say, by their numbers.
    private(set) var settings: [Int: Int] = [:]

    /// Sends the preface; the server's settings are acknowledged where that is wanted, once they have come.
    init(_ connection: RawConnection) async throws {
        self.connection = connection
        try await connection.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        try await write(kind: 4, stream: 0)
    }

    func acknowledgeSettings() async throws {
        try await write(kind: 4, flags: 1, stream: 0)
    }

    func ask(_ fields: [(String, String)] = health, stream: Int, isWhole: Bool = true) async throws {
        var block = ByteBuffer()
        try encoder.encode(headers: HPACKHeaders(fields), to: &block)
        var pieces: [[UInt8]] = []
        while let piece = block.readBytes(length: min(block.readableBytes, 16_000)), !piece.isEmpty {
            pieces.append(piece)
        }
        for (number, piece) in pieces.enumerated() {
            let isLast = number == pieces.count - 1
            let flags: UInt8 = (isLast ? 4 : 0) | (number == 0 && isWhole ? 1 : 0)
            try await write(kind: number == 0 ? 1 : 9, flags: flags, stream: stream, payload: piece)
        }
    }

    func send(_ text: String, stream: Int, isLast: Bool = true) async throws {
        try await write(kind: 0, flags: isLast ? 1 : 0, stream: stream, payload: Array(text.utf8))
    }

    /// Gives a stream up.
    func reset(stream: Int) async throws {
        try await write(kind: 3, stream: stream, payload: [0, 0, 0, UInt8(Self.cancel)])
    }

    private func write(kind: UInt8, flags: UInt8 = 0, stream: Int, payload: [UInt8] = []) async throws {
        var frame = ByteBuffer()
        frame.writeBytes([
            UInt8(payload.count >> 16), UInt8(payload.count >> 8 & 0xFF), UInt8(payload.count & 0xFF), kind, flags,
        ])
        frame.writeInteger(UInt32(stream))
        frame.writeBytes(payload)
        try await connection.write(Array(frame.readableBytesView))
    }

    /// The next of what matters to a test.
    func next() async throws -> Reply {
        while true {
            let header = try await connection.read(9)
            guard header.count == 9 else { return .closed }
            let payload = ByteBuffer(bytes: try await connection.read(header[..<3].reduce(0) { $0 << 8 | Int($1) }))
            let stream = header[5...].reduce(0) { $0 << 8 | Int($1) }
            switch header[3] {
            case 1:
                var block = payload
                let fields = try decoder.decodeHeaders(from: &block)
                return .head(stream: stream, status: fields.first(name: ":status") ?? "")
            case 3: return .reset(stream: stream, code: Int(payload.getInteger(at: 0, as: UInt32.self) ?? 0))
            case 4: learn(payload)
            case 7: return .goAway(code: Int(payload.getInteger(at: 4, as: UInt32.self) ?? 0))
            default: continue
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
            settings[Int(parameter)] = Int(value)
        }
    }
}
