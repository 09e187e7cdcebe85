import NIOCore
import NIOPosix
import Service
import Testing

@Suite("Turns on an event loop")
struct LoopTurnsTests {
    /// Turns that nobody should need.
    private static let tooMany = 100_000

    /// Takes turns on one loop until something has come.
    private final class Taker {
        let turns: LoopTurns
        var taken: [Int] = []
        var hasHeard = false

        init(on eventLoop: any EventLoop) {
            turns = LoopTurns(on: eventLoop)
        }

        func take(_ who: Int, whenDone: @escaping () -> Void) {
            taken.append(who)
            if hasHeard || taken.count >= tooMany { return whenDone() }
            turns.wait { self.take(who, whenDone: whenDone) }
        }
    }

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let whenHeard: () -> Void

        init(whenHeard: @escaping () -> Void) {
            self.whenHeard = whenHeard
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            whenHeard()
        }
    }

    @Test("between two turns the loop looks at its sockets, and all who wait have theirs", arguments: [1, 3])
    func sockets(takers: Int) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let taker = try await eventLoop.submit { NIOLoopBound(Taker(on: eventLoop), eventLoop: eventLoop) }.get()
        let listening = try await ServerBootstrap(group: eventLoop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let listener = Listener { taker.value.hasHeard = true }
                    try channel.pipeline.syncOperations.addHandler(listener)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listening.localAddress?.port)
        let speaking = try await ClientBootstrap(group: eventLoop).connect(host: "127.0.0.1", port: port).get()
        let done = eventLoop.makePromise(of: Void.self)
        eventLoop.execute {
            speaking.writeAndFlush(ByteBuffer(string: "x"), promise: nil)
            for who in 0..<takers { taker.value.take(who) { done.succeed() } }
        }
        try await done.futureResult.get()
        let taken = try await eventLoop.submit { taker.value.taken }.get()
        #expect(taken.count < Self.tooMany)
        for (place, who) in taken.enumerated() { #expect(who == place % takers) }
        try await speaking.close()
        try await listening.close()
    }
}
