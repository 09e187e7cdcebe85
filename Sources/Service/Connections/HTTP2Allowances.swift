internal import NIOCore

/// Lets a client go beyond what it was told it may, so that what is too much costs it one stream rather than the connection with everybody's audio.
///
/// NIO's state machine, behind this handler, ends a connection whose client opens more streams, or sends longer header fields, than the settings say,
/// and before they are acknowledged counts with defaults. It is given wider settings than the client is told, at once: ``HTTP2StreamGate`` then refuses
/// the stream. RFC 9113 section 5.1.2 asks for that.
///
/// Source: RFC 9113 sections 3.4, 4.1, 6.5 and 6.8.
final class HTTP2Allowances: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What a client may have open at once.
    static let maximumStreams = 100
    /// What a client may open before its connection is ended.
    static let toleratedStreams = 1_000
    /// Header fields that are read, to be answered 431, before the connection is ended.
    static let toleratedHeaderBytes = 4 * RequestTerms.maximumHeaderBytes

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    private static let acknowledgement: [UInt8] = [
        0, 0, 0, HTTP2FrameHeaders.Kind.settings, HTTP2FrameHeaders.acknowledged, 0, 0, 0, 0,
    ]
    private static let maximumFrameBytes = 16_384
    private static let streamsParameter = 3
    private static let headerListParameter = 6

    private enum Arriving {
        case preface
        /// The client's settings, which come first.
        case settings
        /// Frames up to the one that acknowledges ours, which NIO believes it has.
        case acknowledgement
        case everything
    }

    private var arriving = Arriving.preface
    private var pending: [UInt8] = []
    private var leaving = HTTP2FrameHeaders()
    private var hasSentSettings = false
    /// Whether NIO has ended the connection for a fault of it, not of a stream.
    private(set) var isEnding = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .everything = arriving { return context.fireChannelRead(data) }
        pending += unwrapInboundIn(data).readableBytesView
        var ready: [UInt8] = []
        while let frame = nextFrame() { ready += frame }
        if case .everything = arriving {
            ready += pending
            pending = []
        }
        if !ready.isEmpty { context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: ready))) }
    }

    /// The next whole frame of those that have come, as NIO is to see it.
    private func nextFrame() -> [UInt8]? {
        switch arriving {
        case .everything:
            return nil
        case .preface:
            guard pending.count >= Self.preface.count else { return giveUp(unless: Self.preface.starts(with: pending)) }
            guard pending.starts(with: Self.preface) else { return giveUp(unless: false) }
            arriving = .settings
            return taken(Self.preface.count)
        case .settings, .acknowledgement:
            guard pending.count >= HTTP2FrameHeaders.Header.bytes else { return nil }
            let length = pending[..<3].reduce(0) { $0 << 8 | Int($1) }
            guard length <= Self.maximumFrameBytes else { return giveUp(unless: false) }
            let isSettings = pending[3] == HTTP2FrameHeaders.Kind.settings
            let isAcknowledgement = isSettings && pending[4] & HTTP2FrameHeaders.acknowledged != 0
            if case .settings = arriving, !isSettings || isAcknowledgement { return giveUp(unless: false) }
            guard pending.count >= HTTP2FrameHeaders.Header.bytes + length else { return nil }
            let frame = taken(HTTP2FrameHeaders.Header.bytes + length)
            if case .settings = arriving {
                arriving = .acknowledgement
                return frame + Self.acknowledgement
            }
            guard isAcknowledgement, length == 0 else { return frame }
            arriving = .everything
            return []
        }
    }

    private func taken(_ count: Int) -> [UInt8] {
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }

    /// What is not HTTP/2 is NIO's to refuse.
    private func giveUp(unless mayGoOn: Bool) -> [UInt8]? {
        if !mayGoOn { arriving = .everything }
        return nil
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var buffer = unwrapOutboundIn(data)
        var rest = buffer.readableBytesView
        while let header = leaving.next(in: &rest) {
            switch header.kind {
            case HTTP2FrameHeaders.Kind.settings where !hasSentSettings:
                hasSentSettings = true
                tell(in: &buffer, from: rest.startIndex, bytes: min(header.payloadBytes, rest.count))
            case HTTP2FrameHeaders.Kind.goAway:
                // The last stream, then the error, of which there is none when the connection is only to end some day.
                if rest.dropFirst(4).prefix(4).contains(where: { $0 != 0 }) { isEnding = true }
            default: break
            }
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    /// Puts what the client is told in the place of what NIO counts with.
    private func tell(in buffer: inout ByteBuffer, from start: Int, bytes: Int) {
        let told = [
            Self.streamsParameter: Self.maximumStreams, Self.headerListParameter: RequestTerms.maximumHeaderBytes,
        ]
        for index in stride(from: start, through: start + bytes - 6, by: 6) {
            guard let parameter = buffer.getInteger(at: index, as: UInt16.self), let value = told[Int(parameter)] else {
                continue
            }
            buffer.setInteger(UInt32(value), at: index + 2)
        }
    }
}
