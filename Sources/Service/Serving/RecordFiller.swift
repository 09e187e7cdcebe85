package import NIOCore

/// Gathers what is written until it is flushed, so that TLS has few and well filled records to make of it: each costs about as much as 1 KiB of what is in it.
///
/// A frame of HTTP/2, or a head, is written by itself, and TLS makes a record of every write.
///
/// Source: RFC 8446 section 5.1.
package final class RecordFiller: ChannelOutboundHandler {
    package typealias OutboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    /// What is copied to what went before; more is a record by itself.
    package static let mostCopiedBytes = 4 << 10
    /// The content of one record.
    private static let recordBytes = 16 << 10

    private var gathered = ByteBuffer()
    /// Kept when what is gathered has been written.
    private var promise: EventLoopPromise<Void>?

    package init() {}

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var bytes = unwrapOutboundIn(data)
        guard bytes.readableBytes <= Self.mostCopiedBytes else {
            pass(context)
            return context.write(data, promise: promise)
        }
        if gathered.readableBytes + bytes.readableBytes > Self.recordBytes { pass(context) }
        if gathered.readableBytes == 0 { gathered = bytes } else { gathered.writeBuffer(&bytes) }
        if let promise {
            // Writes are taken or fail in their order, so all of what is gathered does together.
            if let first = self.promise { first.futureResult.cascade(to: promise) } else { self.promise = promise }
        }
    }

    package func flush(context: ChannelHandlerContext) {
        pass(context)
        context.flush()
    }

    package func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        pass(context)
        context.close(mode: mode, promise: promise)
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        promise?.fail(ChannelError.ioOnClosedChannel)
        promise = nil
    }

    /// Writes what is gathered, an empty write too: it may stand for all before it.
    private func pass(_ context: ChannelHandlerContext) {
        guard gathered.readableBytes > 0 || promise != nil else { return }
        let (bytes, kept) = (gathered, promise)
        (gathered, promise) = (ByteBuffer(), nil)
        context.write(wrapOutboundOut(bytes), promise: kept)
    }
}
