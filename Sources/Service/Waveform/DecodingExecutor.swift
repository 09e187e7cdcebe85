internal import Dispatch

/// Where decoding happens: one thread at a time, so that however many waveforms are asked for, event loops and other requests keep the other
/// cores, and this one in between.
final class DecodingExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "waveforms", qos: .utility)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
