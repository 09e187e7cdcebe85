internal import GRDB
internal import Logging
internal import Synchronization

/// Following other processes' changes at each request.
extension Registry {
    /// Readings that those who must not decide from an old snapshot wait for: one at a time, for all of them.
    struct Following {
        var begun = 0
        var ended = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var hasFailed = false

        var isReading: Bool { begun > ended }
    }

    /// Whether ``snapshot`` holds everything that any process has committed; costs nanoseconds.
    package var isCurrent: Bool { !commits.isBehind }

    /// Sees to it that ``snapshot`` holds everything that any process had committed when this was called.
    ///
    /// Also in a task that was cancelled. A registry that cannot be read leaves what is known as it is.
    package func catchUp() async {
        let arrived = following.withLock { $0.begun }
        // A reading that began before may have missed the last commit, one that began since has not.
        while commits.isBehind, following.withLock({ $0.ended }) <= arrived {
            await readOnce()
        }
    }

    /// Tells every process that has the registry open to look again at what they keep beside it.
    ///
    /// - Throws: `busy`, `storageFailed`.
    package func announce() async throws(RegistryError) {
        try await write(isAnnounced: true) { _, _ in }
    }

    private func readOnce() async {
        await withCheckedContinuation { continuation in
            let isFirst = following.withLock { following in
                following.waiting.append(continuation)
                guard !following.isReading else { return false }
                following.begun += 1
                return true
            }
            if isFirst { read() }
        }
    }

    private func read() {
        let mark = commits.mark
        pool.asyncRead { database in
            do {
                try self.take(over: try database.get())
                self.ended(mark, failure: nil)
            } catch {
                self.ended(mark, failure: self.failure(error))
            }
        }
    }

    private func ended(_ mark: CommitWatch.Mark?, failure: RegistryError?) {
        // After a failure too: not every request is to try again, since the watch does.
        commits.saw(mark)
        let (waiting, isNews) = following.withLock { following in
            following.ended = following.begun
            defer {
                following.waiting = []
                following.hasFailed = failure != nil
            }
            return (following.waiting, failure != nil && !following.hasFailed)
        }
        if isNews, let failure {
            logger.error("registry cannot be read, what is known stays", metadata: ["reason": "\(failure.reason)"])
        }
        for continuation in waiting { continuation.resume() }
    }
}
