import Synchronization

/// One transfer: where the transport's thread, which produces, and one task, which consumes, meet.
final class Transfer: Sendable {
    let request: HTTPRequest
    let url: RequestURL
    /// When the request's total limit ends.
    let deadline: ContinuousClock.Instant?
    private let inbox: TransferInbox
    private let state: Mutex<TransferState>

    init(
        request: HTTPRequest,
        url: RequestURL,
        deadline: ContinuousClock.Instant?,
        highWaterBytes: Int,
        inbox: TransferInbox
    ) {
        self.request = request
        self.url = url
        self.deadline = deadline
        self.inbox = inbox
        self.state = Mutex(TransferState(highWaterBytes: highWaterBytes))
    }

    /// Whether anybody still wants it.
    var isOpen: Bool {
        state.withLock { $0.isOpen }
    }

    // MARK: The producer's side

    func deliver(_ head: ResponseHead) {
        let waiter = state.withLock { $0.received(head) }
        waiter?.resume(returning: .success(head))
    }

    /// Offers bytes of the body, which are copied once, into the chunk that the reader gets.
    func offer(_ bytes: UnsafeRawBufferPointer) -> TransferState.Offer {
        let offer = state.withLock { $0.offer(bytes) }
        if case .handed(let waiter) = offer {
            waiter.resume(returning: .success([UInt8](bytes)))
        }
        return offer
    }

    /// Ends the transfer unless it has ended before; `nil` is a complete body.
    func end(_ error: TransportError?) {
        let waiters = state.withLock { $0.end(error) }
        waiters.head?.resume(returning: .failure(error ?? .protocolViolation))
        waiters.chunk?.resume(returning: error.map { .failure($0) } ?? .success(nil))
    }

    // MARK: The consumer's side

    /// Waits for the head; cancelling the task ends the transfer.
    func head() async throws(TransportError) -> ResponseHead {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let known = state.withLock { state in
                    let known = state.takeHead()
                    if known == nil {
                        state.wait(forHead: waiter)
                    }
                    return known
                }
                if let known {
                    waiter.resume(returning: known)
                }
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    /// The next piece of the body, `nil` at its end; cancelling the task ends the transfer.
    func next() async throws(TransportError) -> [UInt8]? {
        guard !Task.isCancelled else {
            cancel()
            throw .cancelled
        }
        let first = state.withLock { $0.take() }
        if case .result(let result, let resumes) = first {
            resumeIfNeeded(resumes)
            return try result.get()
        }
        if case .mustWait(let resumes) = first {
            resumeIfNeeded(resumes)
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let take = state.withLock { state in
                    let take = state.take()
                    if case .mustWait = take {
                        state.wait(forChunk: waiter)
                    }
                    return take
                }
                switch take {
                case .mustWait(let resumes):
                    resumeIfNeeded(resumes)
                case .result(let result, let resumes):
                    resumeIfNeeded(resumes)
                    waiter.resume(returning: result)
                }
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    /// Gives the transfer up: whoever waits is told at once, and the thread closes the connection.
    func cancel() {
        let (wasOpen, waiters) = state.withLock { state in
            let wasOpen = state.isOpen
            let waiters = state.end(.cancelled)
            state.discard()
            return (wasOpen, waiters)
        }
        waiters.head?.resume(returning: .failure(.cancelled))
        waiters.chunk?.resume(returning: .failure(.cancelled))
        if wasOpen {
            inbox.post(.cancel(self))
        }
    }

    /// Somebody waits for it now.
    func hurry() {
        inbox.post(.hurry(self))
    }

    private func resumeIfNeeded(_ resumes: Bool) {
        if resumes {
            inbox.post(.resume(self))
        }
    }
}
