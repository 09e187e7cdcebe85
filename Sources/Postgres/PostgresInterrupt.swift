internal import Glibc
internal import Synchronization

/// Ends the wait of a connection's thread, from any other: for one piece of work and no other.
final class PostgresInterrupt: Sendable {
    private struct State {
        var ticket: UInt64 = 0
        var isInterrupted = false
    }

    private let state = Mutex(State())
    /// Both ends of a pipe, of which the first can be read once it is to end; `-1` where there is none.
    private let ends: (read: Int32, write: Int32)

    init() {
        var pair: [Int32] = [-1, -1]
        if pipe(&pair) == 0 {
            for end in pair {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
        }
        ends = (pair[0], pair[1])
    }

    deinit {
        if ends.read >= 0 { close(ends.read) }
        if ends.write >= 0 { close(ends.write) }
    }

    /// What a wait looks at besides the socket.
    var descriptor: Int32 { ends.read }

    /// Another piece of work begins, which no earlier interruption is meant for.
    func begin(_ ticket: UInt64) {
        state.withLock { state in
            state.ticket = ticket
            guard state.isInterrupted else { return }
            state.isInterrupted = false
            var byte: UInt8 = 0
            while read(ends.read, &byte, 1) == 1 {}
        }
    }

    /// Ends the wait for a piece of work, if it is the one under way.
    func interrupt(_ ticket: UInt64) {
        state.withLock { state in
            guard state.ticket == ticket, !state.isInterrupted else { return }
            state.isInterrupted = true
            var byte: UInt8 = 1
            _ = write(ends.write, &byte, 1)
        }
    }
}
