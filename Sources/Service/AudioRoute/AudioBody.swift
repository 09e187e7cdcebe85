internal import ByteRanges
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit
internal import SliceCache
internal import Synchronization

/// The body of an audio answer, read as fast as the listener takes it.
struct AudioBody: Sendable {
    /// A piece that is begun, when something of it must come from the provider.
    private struct BegunPiece: Sendable {
        let piece: MultipartByteRanges.Piece
        let first: FirstBytes?
        let reader: AudioReader?
    }

    /// The bytes that were read before the answer began, given out once: an answer that takes an hour does not keep them for so long.
    private final class FirstBytes: Sendable {
        private let bytes: Mutex<ByteBuffer?>

        init(_ bytes: ByteBuffer?) {
            self.bytes = Mutex(bytes)
        }

        func take() -> ByteBuffer? {
            bytes.withLock { $0.take() }
        }
    }

    private let visit: AudioVisit
    private let lengthBytes: Int
    private let pieces: [BegunPiece]

    /// The audio that the answer begins with; `nil` when it carries none.
    var firstRange: Range<Int64>? {
        for begun in pieces {
            if case .audio(let range) = begun.piece { return range }
        }
        return nil
    }

    /// Makes sure of the first bytes, so that whatever fails up to there is told with a status; the rest follows as it is written.
    static func prepare(_ plan: AudioReply.Body, of visit: AudioVisit) async throws -> AudioBody {
        switch plan {
        case .none:
            return AudioBody(visit: visit, lengthBytes: 0, pieces: [])
        case .audio(let range) where range.isEmpty:
            return AudioBody(visit: visit, lengthBytes: 0, pieces: [])
        case .audio(let range):
            let reader = try visit.reader(of: range)
            let begun = BegunPiece(
                piece: .audio(range),
                first: FirstBytes(try await reader.next(as: ByteBuffer.self)),
                reader: reader
            )
            return AudioBody(visit: visit, lengthBytes: range.count, pieces: [begun])
        case .multipart(let multipart):
            return try await prepare(multipart, of: visit)
        }
    }

    private static func prepare(_ multipart: MultipartByteRanges, of visit: AudioVisit) async throws -> AudioBody {
        var begun: [BegunPiece] = []
        for piece in multipart.pieces {
            // What is in the cache wholly is read when its turn comes; of the rest it must be known now that it can be had.
            if case .audio(let range) = piece, !visit.recording.covers(range) {
                let reader = try visit.reader(of: range)
                begun.append(
                    BegunPiece(
                        piece: piece,
                        first: FirstBytes(try await reader.next(as: ByteBuffer.self)),
                        reader: reader
                    )
                )
            } else {
                begun.append(BegunPiece(piece: piece, first: nil, reader: nil))
            }
        }
        return AudioBody(visit: visit, lengthBytes: Int(multipart.lengthBytes), pieces: begun)
    }

    /// The body, whose bytes are told to the playback as they are written.
    func response(to answer: AudioAnswer, on connection: AudioConnection) -> ResponseBody {
        ResponseBody(contentLength: lengthBytes) { writer in
            let playback = try await answer.begin()
            let notes = answer.notes(of: playback)
            answer.whenPlaying()
            do {
                try await answer.watch.during {
                    for begun in pieces { try await write(begun, to: &writer, notes, connection) }
                    try await writer.finish(nil)
                }
            } catch {
                let cause = notes.right.cause(of: error)
                playback.end(failure: answer.watch.counters.brokeOff(by: cause), now: answer.now())
                throw error
            }
            playback.end(now: answer.now())
        }
    }

    private func write(
        _ begun: BegunPiece,
        to writer: inout any ResponseBodyWriter,
        _ notes: AudioNotes,
        _ connection: AudioConnection
    ) async throws {
        switch begun.piece {
        case .text(let text):
            try await writer.write(ByteBuffer(string: text))
        case .audio(let range):
            let reader = try begun.reader ?? visit.reader(of: range)
            var mayFollow = true
            while try await writeNext(begun.first?.take(), of: reader, to: &writer, notes, connection) {
                if mayFollow, !reader.isAtLastPiece {
                    mayFollow = try await connection.follow(reader, notes: notes)
                }
            }
        }
    }

    /// Writes a reader's next bytes, which are not kept after that.
    ///
    /// - Returns: whether there were any.
    private func writeNext(
        _ first: ByteBuffer?,
        of reader: AudioReader,
        to writer: inout any ResponseBodyWriter,
        _ notes: AudioNotes,
        _ connection: AudioConnection
    ) async throws -> Bool {
        var next = first
        if next == nil { next = try await reader.next(as: ByteBuffer.self) }
        guard let bytes = next else { return false }
        try notes.right.check()
        if first == nil { try await connection.listens() }
        let end = reader.offset
        // Before they go: what goes and is not noted would be worse than the reverse.
        notes.sent(end - Int64(bytes.readableBytes)..<end)
        try await writer.write(bytes)
        return true
    }
}

extension ByteBuffer: AudioPiece {
    init(
        count: Int,
        fill: (UnsafeMutableRawBufferPointer) throws(SliceFileError) -> Void
    ) throws(SliceFileError) {
        self = ByteBuffer()
        var failure: SliceFileError?
        writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            do throws(SliceFileError) {
                try fill(UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
                return count
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
    }

    /// Not a copy: both lie in the same memory.
    func part(_ range: Range<Int>) -> ByteBuffer {
        guard let part = getSlice(at: readerIndex + range.lowerBound, length: range.count) else {
            preconditionFailure("a part lies within its piece")
        }
        return part
    }
}
