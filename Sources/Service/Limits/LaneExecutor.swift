internal import DequeModule
internal import Foundation

/// Runs tasks on a few threads of its own, which stand back where others want the machine.
final class LaneExecutor: TaskExecutor {
    /// Added to the process's niceness: a quarter of a core is left to these threads where all cores are wanted.
    ///
    /// Source: sched(7), "The nice value": on Linux it is each thread's own.
    private static let niceness: Int32 = 5

    private let work: Work

    /// - Parameters:
    ///   - name: of the threads, for whoever looks at the process.
    ///   - threads: how many; they end with the executor.
    init(name: String, threads: Int) {
        let work = Work()
        self.work = work
        for _ in 0..<threads {
            let thread = Thread {
                let ownThread = __priority_which_t(PRIO_PROCESS.rawValue)
                setpriority(ownThread, 0, getpriority(ownThread, 0) + Self.niceness)
                while let job = work.next() { job() }
            }
            // Swift's own tasks have half a megabyte; parsers go deeper.
            thread.stackSize = 2 << 20
            thread.start()
            // Before the start it would not take, and within the thread not while Foundation is still noting whose thread that is.
            thread.name = name
        }
    }

    deinit { work.stop() }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        work.add { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// What is to be done, in the order in which it came.
    private final class Work: @unchecked Sendable {
        private let condition = NSCondition()
        // Both only under the condition's lock.
        private var jobs: Deque<@Sendable () -> Void> = []
        private var isStopped = false

        func add(_ job: @escaping @Sendable () -> Void) {
            condition.withLock { jobs.append(job) }
            condition.signal()
        }

        func stop() {
            condition.withLock { isStopped = true }
            condition.broadcast()
        }

        /// Waits for something to do; `nil` at the end.
        func next() -> (@Sendable () -> Void)? {
            condition.withLock {
                while jobs.isEmpty, !isStopped { condition.wait() }
                return jobs.popFirst()
            }
        }
    }
}
