import Synchronization

/// What tasks want of the transport's thread, in order.
final class TransferInbox: Sendable {
    enum Command {
        case start(Transfer)
        case resume(Transfer)
        /// Somebody waits for it now.
        case hurry(Transfer)
        case cancel(Transfer)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var isClosed = false
        var isFinished = false
        var finishWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let multi: MultiHandle
    private let state = Mutex(State())

    init(multi: MultiHandle) {
        self.multi = multi
    }

    /// - Returns: whether the thread will see the command; `false` once it has ended.
    @discardableResult
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.isClosed else {
                return false
            }
            state.commands.append(command)
            if state.commands.count == 1 {
                // Under the lock, so that the handle cannot be closed meanwhile; it writes to a pipe that never blocks.
                multi.wakeUp()
            }
            return true
        }
    }

    /// Takes all commands.
    func drain() -> [Command] {
        state.withLock { state in
            var commands: [Command] = []
            swap(&commands, &state.commands)
            return commands
        }
    }

    /// Accepts no more.
    ///
    /// - Returns: the commands that came too late.
    func close() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Lets those go on who wait for the end.
    func finish() {
        let waiters = state.withLock { state in
            state.isFinished = true
            defer { state.finishWaiters = [] }
            return state.finishWaiters
        }
        for waiter in waiters {
            waiter.resume()
        }
    }

    /// Returns once the thread has ended its work.
    func waitUntilFinished() async {
        await withCheckedContinuation { waiter in
            let isFinished = state.withLock { state in
                if !state.isFinished {
                    state.finishWaiters.append(waiter)
                }
                return state.isFinished
            }
            if isFinished {
                waiter.resume()
            }
        }
    }
}
