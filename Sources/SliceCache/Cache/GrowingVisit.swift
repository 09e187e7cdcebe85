internal import Synchronization

/// A request's stay at audio whose size is not known yet, read from its beginning on.
package final class GrowingVisit: Sendable {
    /// What the store tells of it.
    package var audio: UnsizedAudio { growing.audio }

    let growing: GrowingAudio
    private let cache: SliceCache
    private let position = Mutex<Int64>(0)

    /// - Parameters:
    ///   - growing: entered already.
    ///   - cache: whose readers it counts among.
    /// - Throws: ``SliceCacheError/overloaded`` when there are too many readers.
    init(_ growing: GrowingAudio, cache: SliceCache) throws(SliceCacheError) {
        do throws(SliceCacheError) {
            try cache.enter()
        } catch {
            if growing.leave() { cache.giveUp(growing) }
            throw error
        }
        self.growing = growing
        self.cache = cache
    }

    deinit {
        cache.leave()
        if growing.leave() { cache.giveUp(growing) }
    }

    /// The next byte that the listener gets.
    package var offset: Int64 { position.withLock { $0 } }

    /// The next bytes; `nil` at the end.
    ///
    /// - Parameter kind: what to read into.
    /// - Returns: the piece.
    /// - Throws: when the rest cannot be had, so that what was given is not the whole.
    package func next<Piece: AudioPiece>(as kind: Piece.Type) async throws(SliceCacheError) -> Piece? {
        let offset = offset
        let available = try await growing.available(at: offset)
        guard available > 0 else { return nil }
        let range = offset..<offset + min(available, cache.limits.readBytes)
        do throws(SliceFileError) {
            let piece = try growing.read(range, as: kind)
            position.withLock { $0 = range.upperBound }
            return piece
        } catch {
            cache.storageFailed(error)
            throw .overloaded
        }
    }
}
