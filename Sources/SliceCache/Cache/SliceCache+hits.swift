package import Recordings
internal import Synchronization

/// What the fast path asks: everything from memory, no waiting.
extension SliceCache {
    /// A recording whose file is open already, taken note of as used, and when the provider forgets it; `nil` when it is not open, has ended or
    /// has expired.
    package func open(_ key: RecordingKey, now: Int64) -> (recording: CachedRecording, forgottenAt: Int64?)? {
        ask { $0.use(key, now: now) }
    }

    /// Whether a recording's file is open already; not a use of it.
    package func isOpen(_ key: RecordingKey) -> Bool {
        ask { $0.version(of: key)?.recording != nil }
    }

    /// A reader for who cannot go on from a recording's file: it gives the bytes past it, as everybody gets them from now on.
    ///
    /// - Parameters:
    ///   - range: what is still wanted.
    ///   - recording: whose file cannot be read.
    ///   - error: why not.
    ///   - origin: where the recording lies.
    /// - Returns: the reader; of a version that the store does not have any more it gives an error.
    /// - Throws: ``SliceCacheError/overloaded`` when there are too many.
    package func reader(
        of range: Range<Int64>,
        past recording: CachedRecording,
        _ error: any Error,
        origin: any AudioOrigin
    ) throws(SliceCacheError) -> AudioReader {
        storageBroke(recording, error)
        try enter()
        return AudioReader(range, of: recording, cache: self, source: source(of: origin, entry: recording.key.entry))
    }
}

extension CachedRecording {
    /// Whether every byte of the range is in the file and known to be right, and nothing must be fetched for who reads on after it.
    package func isReady(_ range: Range<Int64>) -> Bool {
        change { state in
            state.ending == nil && !state.isStorageBroken && state.map.isVerified(range)
                && !state.flights.passes(range, map: state.map)
        }
    }

    /// Copies bytes of the file that the system holds in memory; gives `false`, with nothing promised of the target, when that takes waiting.
    package func copyIfInMemory(_ range: Range<Int64>, to target: UnsafeMutableRawBufferPointer) -> Bool {
        file?.copyIfInMemory(range, to: target) ?? false
    }

    /// Sends `head` and bytes of the file to a socket when the system was lately found to hold them in memory, without copying them first.
    ///
    /// - Returns: how many bytes of both the socket took; `nil` when nothing was tried, for the bytes may not be in memory.
    package func sendIfInMemory(_ head: UnsafeRawBufferPointer, _ range: Range<Int64>, to socket: CInt) -> Int? {
        file?.sendIfInMemory(head, range, sizeBytes: validator.sizeBytes, to: socket)
    }

    /// Bytes of the file, which may take waiting for the disk.
    package func readFile<Piece: AudioPiece>(
        _ range: Range<Int64>,
        as kind: Piece.Type
    ) throws(SliceFileError) -> Piece {
        guard let file else { throw .short }
        return try Piece(count: range.count) { target throws(SliceFileError) in
            try file.read(range, into: target)
        }
    }
}
