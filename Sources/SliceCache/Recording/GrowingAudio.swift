internal import Synchronization

/// Audio whose size its store does not tell, while it comes: followed from its first byte on, and a recording of the cache once all of it has come.
///
/// One task brings it, any number follow. Its file has no name any more, so that nothing of it is left behind.
package final class GrowingAudio: Sendable {
    fileprivate struct State {
        var file: any SliceFile
        var arrivedBytes: Int64 = 0
        /// All of it has come.
        var isWhole = false
        var outcome: Result<CachedRecording, SliceCacheError>?
        var followers = 0
        /// Goes on although nobody follows: somebody will come back for it.
        var isExpectedLater = false
        var lastTicket = 0
        var waiters: [Int: (offset: Int64, tell: CheckedContinuation<Void, Never>)] = [:]
    }

    package let key: RecordingKey
    package let audio: UnsizedAudio
    /// The opening's that it began with.
    package let number: Int
    private let maximumUnkeptBytes: Int64
    private let state: Mutex<State>

    package init(
        key: RecordingKey,
        audio: UnsizedAudio,
        number: Int,
        file: (any SliceFile)?,
        maximumUnkeptBytes: Int64
    ) {
        self.key = key
        self.audio = audio
        self.number = number
        self.maximumUnkeptBytes = maximumUnkeptBytes
        state = Mutex(State(file: file ?? MemorySliceFile(maximumBytes: maximumUnkeptBytes)))
    }

    var arrivedBytes: Int64 { state.withLock { $0.arrivedBytes } }

    // MARK: Who brings it

    /// Takes bytes that came: new ones are written, and what comes again is held against what is there.
    ///
    /// - Parameters:
    ///   - bytes: what came.
    ///   - offset: where it lies.
    ///   - hasRoom: whether the disk may be filled further.
    /// - Throws: ``SliceCacheError/changed`` when it differs, ``SliceCacheError/overloaded`` when neither disk nor memory has room.
    func take(_ bytes: [UInt8], at offset: Int64, hasRoom: Bool = true) throws(SliceCacheError) {
        let arrived = arrivedBytes
        let known = Int(clamping: min(Int64(bytes.count), max(0, arrived - offset)))
        if known > 0 {
            guard let before = read(offset..<offset + Int64(known)), before.elementsEqual(bytes.prefix(known)) else {
                throw .changed
            }
        }
        let new = bytes.dropFirst(known)
        guard !new.isEmpty else { return }
        try write(new, at: arrived, hasRoom: hasRoom)
        let waiters = state.withLock { state in
            state.arrivedBytes = arrived + Int64(new.count)
            return state.takeWaiters()
        }
        waiters.forEach { $0.resume() }
    }

    private func write(_ bytes: ArraySlice<UInt8>, at offset: Int64, hasRoom: Bool) throws(SliceCacheError) {
        let file = state.withLock { $0.file }
        do throws(SliceFileError) {
            guard hasRoom || file is MemorySliceFile else { throw .full }
            try file.write(bytes, at: offset)
        } catch {
            // The disk is full or broken: what there is goes on in memory, as long as that is not much.
            let memory = MemorySliceFile(maximumBytes: maximumUnkeptBytes)
            do throws(SliceFileError) {
                let before = try [UInt8](count: Int(offset)) { target throws(SliceFileError) in
                    try file.read(0..<offset, into: target)
                }
                try memory.write(before[...], at: 0)
                try memory.write(bytes, at: offset)
            } catch {
                throw .overloaded
            }
            state.withLock { $0.file = memory }
        }
    }

    /// The last byte has come.
    func becameWhole() {
        let waiters = state.withLock { state in
            state.isWhole = true
            return state.takeWaiters()
        }
        waiters.forEach { $0.resume() }
    }

    /// What it came to.
    func end(_ outcome: Result<CachedRecording, SliceCacheError>) {
        let waiters = state.withLock { state in
            state.outcome = state.outcome ?? outcome
            return state.takeWaiters()
        }
        waiters.forEach { $0.resume() }
    }

    // MARK: Who follows it

    func enter() {
        state.withLock { $0.followers += 1 }
    }

    /// A follower goes.
    ///
    /// - Returns: whether nobody needs it any more.
    package func leave() -> Bool {
        state.withLock { state in
            state.followers -= 1
            return state.isAbandoned
        }
    }

    /// Whether nobody needs it any more.
    var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

    /// Somebody who waited too long will come back.
    func expectLater() {
        state.withLock { $0.isExpectedLater = true }
    }

    /// The recording, once there is one; `nil` while the audio still comes.
    func recording() throws(SliceCacheError) -> CachedRecording? {
        try state.withLock { $0.outcome }?.get()
    }

    /// How many bytes are there from `offset` on; 0 at the end.
    ///
    /// - Throws: why no more will come.
    func available(at offset: Int64) async throws(SliceCacheError) -> Int64 {
        while true {
            let (arrived, isWhole, outcome) = state.withLock { ($0.arrivedBytes, $0.isWhole, $0.outcome) }
            if offset < arrived { return arrived - offset }
            if isWhole { return 0 }
            if case .failure(let error) = outcome { throw error }
            guard !Task.isCancelled else { throw .cancelled }
            await wait(beyond: offset)
        }
    }

    /// The recording, however long that takes.
    func whole() async throws(SliceCacheError) -> CachedRecording {
        while true {
            if let recording = try recording() { return recording }
            guard !Task.isCancelled else { throw .cancelled }
            await wait(beyond: .max)
        }
    }

    /// Bytes that are there.
    func read(_ range: Range<Int64>) -> [UInt8]? {
        let file = state.withLock { $0.file }
        return try? [UInt8](count: range.count) { target throws(SliceFileError) in try file.read(range, into: target) }
    }

    /// The same, into any kind of piece.
    func read<Piece: AudioPiece>(_ range: Range<Int64>, as kind: Piece.Type) throws(SliceFileError) -> Piece {
        let file = state.withLock { $0.file }
        return try Piece(count: range.count) { target throws(SliceFileError) in try file.read(range, into: target) }
    }

    private func wait(beyond offset: Int64) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.isNews(beyond: offset) == false, !Task.isCancelled else { return false }
                    state.waiters[ticket] = (offset, continuation)
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.tell.resume()
        }
    }
}

extension GrowingAudio.State {
    fileprivate var isAbandoned: Bool { followers == 0 && !isExpectedLater && outcome == nil && !isWhole }

    /// Whether there is something for who has everything below `offset`; for who waits for the recording only that.
    fileprivate func isNews(beyond offset: Int64) -> Bool {
        outcome != nil || offset < arrivedBytes || (isWhole && offset != .max)
    }

    fileprivate mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
        let due = waiters.filter { isNews(beyond: $0.value.offset) }
        for ticket in due.keys { waiters[ticket] = nil }
        return due.values.map(\.tell)
    }
}
