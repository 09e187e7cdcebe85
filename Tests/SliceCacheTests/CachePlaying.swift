import Foundation
import Recordings
import SliceCache
import TestSupport
import Testing

extension SliceCache {
    /// Plays a range as the audio route does: visit, reader, bytes to the end.
    func play(
        _ range: Range<Int64>,
        of key: RecordingKey = CacheBench.key,
        from origin: any AudioOrigin
    ) async throws -> [UInt8] {
        let reader = try await reader(range, of: key, from: origin)
        return try await reader.rest()
    }

    /// A reader of a range; the visit is over when this returns.
    func reader(
        _ range: Range<Int64>,
        of key: RecordingKey = CacheBench.key,
        from origin: any AudioOrigin
    ) async throws -> AudioReader {
        let visit = try await visit(key, origin: origin, first: .bytes(range))
        let size = visit.recording.validator.sizeBytes
        return try visit.reader(of: range.clamped(to: 0..<size))
    }

    /// Plays the whole, as a request without a range does.
    func playWhole(_ key: RecordingKey = CacheBench.key, from origin: any AudioOrigin) async throws -> [UInt8] {
        let visit = try await visit(key, origin: origin, first: .from(0))
        return try await visit.reader(of: 0..<visit.recording.validator.sizeBytes).rest()
    }

    /// The error that playing a range ends in; `nil` when it does not.
    func failure(
        _ range: Range<Int64> = 0..<10_000,
        of key: RecordingKey = CacheBench.key,
        from origin: any AudioOrigin
    ) async -> SliceCacheError? {
        do {
            _ = try await play(range, of: key, from: origin)
            return nil
        } catch {
            return error as? SliceCacheError
        }
    }
}

extension AudioReader {
    /// The next bytes as a connection's event loop takes them, from the file itself; `nil` where only waiting gets any further.
    func nextFollowed() async throws -> [UInt8]? {
        while true {
            let news = Barrier()
            switch follow(whenNews: { news.open() }) {
            case .bytes(let range):
                let bytes = try recording.readFile(range, as: [UInt8].self)
                followed(range.count)
                return bytes
            case .awaitsNews:
                await news.wait()
                if Task.isCancelled { stopFollowing() }
                try Task.checkCancellation()
            case .over, .mustWait:
                return nil
            }
        }
    }

    /// Everything up to the end of the range.
    func rest() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() { bytes += piece }
        return bytes
    }
}

extension Array<UInt8> {
    /// The bytes of a range, for comparison.
    func part(_ range: Range<Int64>) -> [UInt8] {
        Array(self[Int(range.lowerBound)..<Int(range.upperBound)])
    }
}
