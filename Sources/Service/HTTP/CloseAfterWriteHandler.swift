internal import NIOCore
internal import NIOHTTPTypes

/// Holds a close back until everything written before it has left for the network.
///
/// A connection that is closed after its last answer during a graceful stop would otherwise drop what a slow listener has not taken yet.
final class CloseAfterWriteHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var latestWrite: EventLoopFuture<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        // Writes complete in order, so the end of an answer stands for all of it.
        let promise = promise ?? context.eventLoop.makePromise()
        latestWrite = promise.futureResult
        context.write(data, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, let latestWrite else {
            context.close(mode: mode, promise: promise)
            return
        }
        self.latestWrite = nil
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        latestWrite.whenComplete { _ in context.value.close(mode: mode, promise: promise) }
    }
}
