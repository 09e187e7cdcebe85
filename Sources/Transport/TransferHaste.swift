internal import Synchronization

/// Whether somebody waits for what was begun ahead of its reader; shared by the transfers that bring it, one after another.
package final class TransferHaste: Sendable {
    private struct State {
        var isNeeded: Bool
        var transfer: Transfer?
    }

    private let state: Mutex<State>

    package init(isNeeded: Bool) {
        state = Mutex(State(isNeeded: isNeeded, transfer: nil))
    }

    package var isNeeded: Bool { state.withLock { $0.isNeeded } }

    /// Somebody waits from now on: a transfer that has no place yet goes before what nobody waits for.
    package func hurry() {
        let transfer: Transfer? = state.withLock { state in
            guard !state.isNeeded else { return nil }
            state.isNeeded = true
            defer { state.transfer = nil }
            return state.transfer
        }
        transfer?.hurry()
    }

    /// A transfer begins; told only while nobody waits for it.
    func began(_ transfer: Transfer) {
        state.withLock { state in
            if !state.isNeeded { state.transfer = transfer }
        }
    }

    /// The transfer is over.
    func ended() {
        state.withLock { $0.transfer = nil }
    }
}
