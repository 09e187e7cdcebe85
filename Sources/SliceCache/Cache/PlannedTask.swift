internal import Synchronization

/// A task that others can wait for and cancel before it is begun: it is handed out under a lock, and begun outside.
///
/// Whoever made it begins it, once.
package final class PlannedTask<Value: Sendable>: Sendable {
    private struct State {
        var task: Task<Value, Never>?
        var isCancelled = false
        var waiting: [CheckedContinuation<Task<Value, Never>, Never>] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Begins it; once.
    package func begin(_ operation: @escaping @Sendable () async -> Value) {
        let task = Task(operation: operation)
        let (isCancelled, waiting) = state.withLock { state in
            state.task = task
            defer { state.waiting = [] }
            return (state.isCancelled, state.waiting)
        }
        if isCancelled { task.cancel() }
        for continuation in waiting { continuation.resume(returning: task) }
    }

    /// Gives it up, also before it is begun: then it is cancelled as it begins.
    package func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }

    /// What it came to, once it is over.
    package var value: Value {
        get async { await begun.value }
    }

    private var begun: Task<Value, Never> {
        get async {
            await withCheckedContinuation { continuation in
                let task = state.withLock { state in
                    if state.task == nil { state.waiting.append(continuation) }
                    return state.task
                }
                if let task { continuation.resume(returning: task) }
            }
        }
    }
}
