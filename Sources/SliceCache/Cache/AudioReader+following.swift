internal import Synchronization

/// Reading without waiting, for who is told of news instead, as an event loop is.
extension AudioReader {
    /// What there is for a consumer that does not wait.
    package enum Following: Hashable, Sendable {
        /// These bytes are in the file and known to be right; ``followed(_:)`` tells that they were taken.
        case bytes(Range<Int64>)
        /// Nothing yet; the consumer is told once there is.
        case awaitsNews
        /// Nothing more comes this way: the last piece of a range is given by ``next(as:)``, so that who waits for it ends the answer with it.
        case over
        /// Only waiting for ``next(as:)`` gets any further: something must be checked, comes past the cache, or has failed.
        case mustWait
    }

    /// What comes next, looked up without waiting.
    ///
    /// - Parameter whenNews: called once, on any thread, after `awaitsNews` and never otherwise.
    /// - Returns: what to do.
    package func follow(whenNews: @escaping @Sendable () -> Void) -> Following {
        let (offset, isOrdinary) = position.withLock { position in
            (position.offset, position.hasBegun && position.direct == nil && position.failure == nil)
        }
        guard end - offset > recording.readBytes else { return .over }
        guard isOrdinary else { return .mustWait }
        while true {
            // What cannot be had is told to who waits for it.
            guard let look = try? recording.look(reader, at: offset, end: end) else { return .mustWait }
            switch look {
            case .read(let range): return .bytes(range)
            case .verify, .direct: return .mustWait
            case .wait: cache.remind(reader, at: offset, of: recording)
            case .fetch(let flight, let fill):
                do {
                    try cache.launch(flight, fill: fill, of: recording, source: presentSource)
                } catch {
                    return .mustWait
                }
            }
            let waits = recording.awaitNews(reader, at: offset) { [weak self] failure in
                if let failure { self?.position.withLock { $0.failure = failure } }
                whenNews()
            }
            if waits { return .awaitsNews }
        }
    }

    /// The consumer took bytes that ``follow(whenNews:)`` told of.
    package func followed(_ count: Int) {
        took(count)
    }

    /// The consumer does not wait for news any more.
    ///
    /// - Returns: `false` when it has been told, or is being told.
    @discardableResult
    package func stopFollowing() -> Bool {
        recording.stopWaiting(reader) != nil
    }
}
