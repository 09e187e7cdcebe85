import DequeModule

/// What has come of one transfer and who waits for it; every method returns what is to be done outside the lock.
struct TransferState {
    typealias HeadWaiter = CheckedContinuation<Result<ResponseHead, TransportError>, Never>
    typealias ChunkWaiter = CheckedContinuation<Result<[UInt8]?, TransportError>, Never>

    private enum Phase {
        case open
        case ended(TransportError?)
    }

    /// What becomes of bytes that came.
    enum Offer {
        case stored
        case handed(ChunkWaiter)
        /// The reader is behind: the bytes must be offered again after a resume.
        case pause
        /// Nobody wants them any more.
        case unwanted
    }

    /// What a reader gets.
    enum Take {
        case result(Result<[UInt8]?, TransportError>, resumes: Bool)
        case mustWait(resumes: Bool)
    }

    /// Pieces that came meanwhile are handed on together, up to so much: each piece handed on wakes whoever follows.
    private static let joinedBytes = 64 << 10

    private let highWaterBytes: Int
    private var phase = Phase.open
    private var head: ResponseHead?
    private var chunks: Deque<[UInt8]> = []
    private var bufferedBytes = 0
    private var isPaused = false
    private var headWaiter: HeadWaiter?
    private var chunkWaiter: ChunkWaiter?

    init(highWaterBytes: Int) {
        self.highWaterBytes = highWaterBytes
    }

    var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    mutating func received(_ head: ResponseHead) -> HeadWaiter? {
        self.head = head
        defer { headWaiter = nil }
        return headWaiter
    }

    /// Stores a copy of the bytes, unless they go straight to a waiting reader or are not wanted now.
    mutating func offer(_ bytes: UnsafeRawBufferPointer) -> Offer {
        guard isOpen else {
            return .unwanted
        }
        if let waiter = chunkWaiter {
            chunkWaiter = nil
            return .handed(waiter)
        }
        guard bufferedBytes < highWaterBytes else {
            isPaused = true
            return .pause
        }
        chunks.append([UInt8](bytes))
        bufferedBytes += bytes.count
        return .stored
    }

    /// Ends the transfer, once; what came before an error is still read, unless nobody wants it any more.
    mutating func end(_ error: TransportError?) -> (head: HeadWaiter?, chunk: ChunkWaiter?) {
        guard isOpen else {
            return (nil, nil)
        }
        phase = .ended(error)
        defer {
            headWaiter = nil
            chunkWaiter = nil
        }
        return (headWaiter, chunkWaiter)
    }

    /// Forgets what came.
    mutating func discard() {
        chunks = []
        bufferedBytes = 0
    }

    /// The head, or `nil` when it must be waited for; an error after the head is the body's.
    func takeHead() -> Result<ResponseHead, TransportError>? {
        if let head {
            return .success(head)
        }
        if case .ended(let error) = phase {
            return .failure(error ?? .protocolViolation)
        }
        return nil
    }

    mutating func wait(forHead waiter: HeadWaiter) {
        headWaiter = waiter
    }

    mutating func take() -> Take {
        if let chunk = takeJoined() {
            bufferedBytes -= chunk.count
            return .result(.success(chunk), resumes: resumesIfPaused(below: highWaterBytes / 2))
        }
        return switch phase {
        case .open: .mustWait(resumes: resumesIfPaused(below: highWaterBytes))
        case .ended(nil): .result(.success(nil), resumes: false)
        case .ended(let error?): .result(.failure(error), resumes: false)
        }
    }

    private mutating func takeJoined() -> [UInt8]? {
        guard var joined = chunks.popFirst() else {
            return nil
        }
        while let next = chunks.first, joined.count + next.count <= Self.joinedBytes {
            joined += next
            chunks.removeFirst()
        }
        return joined
    }

    mutating func wait(forChunk waiter: ChunkWaiter) {
        precondition(chunkWaiter == nil, "A response body has a single reader")
        chunkWaiter = waiter
    }

    private mutating func resumesIfPaused(below limitBytes: Int) -> Bool {
        guard isPaused, isOpen, bufferedBytes <= limitBytes else {
            return false
        }
        isPaused = false
        return true
    }
}
