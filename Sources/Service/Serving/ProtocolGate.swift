internal import NIOCore

/// Refuses a client of TLS that offers protocols, and none that is spoken here; the library behind would go on without one.
///
/// Source: RFC 7301 section 3.2.
final class ProtocolGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The names of HTTP/2 and HTTP/1.1 (RFC 7301 section 6, RFC 9113 section 3.2), the preferred first.
    static let protocols = ["h2", "http/1.1"]

    /// A fatal alert, `no_application_protocol` (RFC 8446 section 6).
    private static let alert: [UInt8] = [21, 3, 3, 0, 2, 2, 120]

    private var pending: [UInt8] = []
    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        pending += unwrapInboundIn(data).readableBytesView
        switch ClientHello(pending) {
        case .incomplete: return
        case .offers(let names) where !names.isEmpty && Set(names).isDisjoint(with: Self.protocols): refuse(context)
        case .offers, .unreadable: passOn(context)
        }
    }

    private func refuse(_ context: ChannelHandlerContext) {
        isRefused = true
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: Self.alert))).whenComplete { _ in
            bound.value.close(promise: nil)
        }
    }

    private func passOn(_ context: ChannelHandlerContext) {
        let first = ByteBuffer(bytes: pending)
        pending = []
        context.fireChannelRead(wrapInboundOut(first))
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
