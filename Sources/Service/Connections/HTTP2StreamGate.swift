internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP2
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP2

/// Refuses a stream of HTTP/2 that is one too many, or whose header fields are too long, before anybody works for it.
///
/// Source: RFC 9113 sections 5.1.2 and 10.5.1; RFC 6585 section 5.
final class HTTP2StreamGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What a field costs besides its name and value (RFC 9113 section 6.5.2).
    static let fieldOverheadBytes = 32

    private let openStreams: NIOLoopBoundBox<Int>
    private var isCounted = false
    /// Whether there were as many as there may be before it.
    private var isTooMany = false
    private var isRefused = false
    /// Waits with its body until it is told to go on.
    private var isExpecting = false
    private var context: ChannelHandlerContext?

    /// - Parameter openStreams: those of the connection.
    init(openStreams: NIOLoopBoundBox<Int>) {
        self.openStreams = openStreams
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        isTooMany = openStreams.value >= HTTP2Allowances.maximumStreams
        guard !isTooMany else { return }
        openStreams.value += 1
        isCounted = true
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        leave()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        if isCounted { openStreams.value -= 1 }
        isCounted = false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        isExpecting = false
        if case .head(let head) = unwrapInboundIn(data) {
            isExpecting = head.headerFields[values: .expect].contains { $0.lowercased().contains("100-continue") }
            if isTooMany {
                isRefused = true
                return reset(.refusedStream, context)
            }
            let isTooLong = Self.bytes(of: head) > RequestTerms.maximumHeaderBytes
            if isTooLong || head.headerFields.count > RequestTerms.maximumHeaderFields {
                isRefused = true
                return answer(.headTooLong, context)
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isExpecting = false
        guard case .head(var head) = unwrapOutboundIn(data), [.noContent, .notModified].contains(head.status) else {
            return context.write(data, promise: promise)
        }
        // An answer that never has a body tells no length of one, which NIO sees to for HTTP/1 (RFC 9110 section 8.6).
        head.headerFields[.contentLength] = nil
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Tells a client that waits for it to send the body, which is about to be read.
    ///
    /// Source: RFC 9113 section 8.1.
    func goOnWithBody() {
        guard isExpecting, !isRefused, let context else { return }
        isExpecting = false
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    private func reset(_ code: NIOHTTP2.HTTP2ErrorCode, _ context: ChannelHandlerContext) {
        context.triggerUserOutboundEvent(NIOHTTP2FramePayloadToHTTPEvent.reset(code: code), promise: nil)
        context.close(promise: nil)
    }

    private func answer(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        let (head, body) = refusal.response
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            let (gate, context) = bound.value
            gate.reset(.noError, context)
        }
    }

    private static func bytes(of head: HTTPRequest) -> Int {
        let pseudo = [head.method.rawValue, head.scheme, head.authority, head.path]
        return head.headerFields.reduce(pseudo.reduce(0) { $0 + ($1?.utf8.count ?? 0) }) {
            $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + fieldOverheadBytes
        }
    }
}
