internal import Glibc
package import NIOCore
internal import NIOPosix

/// Gives turns to those who could go on for long: between two of them the event loop looks at all its sockets.
///
/// What is executed on an event loop of NIO's runs before it looks at its sockets, also what such a task executes in turn: who goes on that way has the
/// loop to itself. So a byte that the loop sends itself through a pipe rings for the next turn. Touched on that loop only.
package final class LoopTurns {
    let eventLoop: any EventLoop
    private var pipe: (any Channel)?
    private var waiting: [() -> Void] = []

    /// Turns on an event loop, to be made there.
    package init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        var ends: [CInt] = [-1, -1]
        // Without a pipe turns are taken all the same, only not as fairly.
        guard Glibc.pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let this = NIOLoopBound(Weak(turns: self), eventLoop: eventLoop)
        NIOPipeBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Bell(turns: this.value))
                }
            }
            .takingOwnershipOfDescriptors(input: ends[0], output: ends[1])
            .whenComplete { [ends] outcome in
                switch outcome {
                case .success(let channel):
                    if let turns = this.value.turns { turns.pipe = channel } else { channel.close(promise: nil) }
                case .failure:
                    for end in ends { close(end) }
                }
            }
    }

    deinit {
        pipe?.close(promise: nil)
    }

    /// Has something done when it is its turn.
    package func wait(_ action: @escaping () -> Void) {
        waiting.append(action)
        guard waiting.count == 1 else { return }
        if let pipe, pipe.isActive {
            pipe.writeAndFlush(ByteBuffer(bytes: [0]), promise: nil)
        } else {
            let this = NIOLoopBound(self, eventLoop: eventLoop)
            eventLoop.execute { this.value.begin() }
        }
    }

    /// Whoever waits again meanwhile has the next turn.
    fileprivate func begin() {
        let turns = waiting
        waiting = []
        for turn in turns { turn() }
    }
}

private struct Weak {
    weak var turns: LoopTurns?
}

/// Hears the byte.
private final class Bell: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let weak: Weak

    init(turns: Weak) {
        weak = turns
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        weak.turns?.begin()
    }

    /// Whoever still waits would do so for ever.
    func channelInactive(context: ChannelHandlerContext) {
        weak.turns?.begin()
    }
}
