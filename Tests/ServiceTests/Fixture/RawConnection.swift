import NIOCore
import NIOPosix
import NIOSSL

/// A TCP connection on which a test writes and reads the bytes itself.
final class RawConnection {
    /// An answer as it came over the wire.
    struct Answer {
        let head: String
        let body: [UInt8]

        var status: Int { Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0 }

        /// The value of a header field, in whatever case it was sent.
        subscript(name: String) -> String? {
            let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            return line.map { $0.drop { $0 != ":" }.dropFirst().drop { $0 == " " } }.map(String.init)
        }
    }

    /// What waits unread in the system, at most and about: whatever a machine lets grow, what a test does not read is soon not sent either.
    static let receiveBufferBytes = 128 << 10

    private typealias Stream = NIOAsyncChannelInboundStream<ByteBuffer>

    private var inbound: Stream.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var pending: [UInt8] = []

    private init(inbound: Stream, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Whether somebody listens there.
    static func isAccepted(port: Int) async -> Bool {
        (try? await open(port: port) { _ in }) != nil
    }

    /// Connects for as long as the body takes; leaving closes the connection.
    ///
    /// The preamble, such as a proxy's, goes before everything else, TLS's handshake too. With TLS, `offers` are the protocols that are offered, and any certificate will do; `nil` is for plain bytes.
    static func open(
        port: Int,
        preamble: [UInt8] = [],
        offers: [String]? = nil,
        _ body: (RawConnection) async throws -> Void
    ) async throws {
        let context = try offers.map { offers in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.certificateVerification = .none
            configuration.applicationProtocols = offers
            // Who leaves waits for no farewell.
            configuration.shutdownTimeout = .nanoseconds(1)
            return try NIOSSLContext(configuration: configuration)
        }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(ChannelOptions.socketOption(.so_rcvbuf), value: receiveBufferBytes)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Preamble(preamble))
                    if let context {
                        let handler = try NIOSSLClientHandler(context: context, serverHostname: nil)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            try await body(RawConnection(inbound: inbound, outbound: outbound))
        }
    }

    /// Connects, asks, and goes on once the head of the answer has come; again where the machine was too busy to ask in the time that a connection has
    /// for it, which these tests make short.
    static func ask(
        port: Int,
        _ request: String,
        _ body: (RawConnection, _ head: String) async throws -> Void
    ) async throws {
        let isAnswered = Mutexed(false)
        while !isAnswered.value {
            try Task.checkCancellation()
            try await open(port: port) { connection in
                try? await connection.write(request)
                let head = (try? await connection.readHead()) ?? ""
                guard head.hasPrefix("HTTP/1.1 "), !head.hasPrefix("HTTP/1.1 408 ") else { return }
                isAnswered.value = true
                try await body(connection, head)
            }
        }
    }

    func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }

    func write(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Nothing more will be written; what comes can still be read.
    func finishWriting() {
        outbound.finish()
    }

    /// At least one more byte, or `nil` once the other side has closed.
    private func receive() async throws -> Bool {
        guard let buffer = try await inbound.next() else { return false }
        pending += buffer.readableBytesView
        return true
    }

    /// The head of the next answer.
    func readHead() async throws -> String {
        while true {
            if let end = pending.firstRange(of: Array("\r\n\r\n".utf8)) {
                defer { pending.removeFirst(end.upperBound) }
                return String(decoding: pending[..<end.lowerBound], as: UTF8.self)
            }
            guard try await receive() else { return String(decoding: pending, as: UTF8.self) }
        }
    }

    /// The next bytes, fewer only when the other side closes.
    func read(_ count: Int) async throws -> [UInt8] {
        while pending.count < count {
            guard try await receive() else { break }
        }
        defer { pending.removeFirst(min(count, pending.count)) }
        return Array(pending.prefix(count))
    }

    /// The next answer with the body that its Content-Length announces.
    func readAnswer(hasBody: Bool = true) async throws -> Answer {
        let head = try await readHead()
        let length = Answer(head: head, body: [])["Content-Length"].flatMap { Int($0) } ?? 0
        return Answer(head: head, body: hasBody ? try await read(length) : [])
    }

    /// Everything up to the other side's close.
    func readToEnd() async throws -> [UInt8] {
        while try await receive() {}
        defer { pending = [] }
        return pending
    }
}

/// Writes the first bytes of a connection.
private final class Preamble: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func channelActive(context: ChannelHandlerContext) {
        if !bytes.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil) }
        context.fireChannelActive()
    }
}
