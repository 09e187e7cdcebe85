internal import ByteRanges
internal import Hummingbird
internal import NIOCore
internal import SliceCache

/// The body of an audio answer, read as fast as the listener takes it.
enum AudioBody {
    /// Makes sure of the first bytes, so that whatever fails up to there is told with a status; the rest follows as it is written.
    ///
    /// - Parameters:
    ///   - plan: what it is made of.
    ///   - visit: at the recording.
    ///   - watch: told while the body is written.
    /// - Returns: the body.
    /// - Throws: why the first bytes cannot be had.
    static func prepare(
        _ plan: AudioReply.Body,
        of visit: AudioVisit,
        watch: AudioWatch
    ) async throws -> ResponseBody {
        switch plan {
        case .none:
            return ResponseBody()
        case .audio(let range) where range.isEmpty:
            return ResponseBody()
        case .audio(let range):
            let reader = try visit.reader(of: range)
            let first = try await reader.next(as: ByteBuffer.self)
            return ResponseBody(contentLength: range.count) { writer in
                try await watch.during {
                    try await write(first, then: reader, to: &writer)
                    try await writer.finish(nil)
                }
            }
        case .multipart(let multipart):
            return try await prepare(multipart, of: visit, watch: watch)
        }
    }

    /// A part that is begun, when something of it must come from the provider.
    private struct BegunPart: Sendable {
        let first: ByteBuffer?
        let reader: AudioReader
    }

    private static func prepare(
        _ multipart: MultipartByteRanges,
        of visit: AudioVisit,
        watch: AudioWatch
    ) async throws -> ResponseBody {
        var begun: [BegunPart?] = []
        for case .audio(let range) in multipart.pieces {
            // What is in the cache wholly is read when its turn comes; of the rest it must be known now that it can be had.
            if visit.recording.covers(range) {
                begun.append(nil)
            } else {
                let reader = try visit.reader(of: range)
                begun.append(BegunPart(first: try await reader.next(as: ByteBuffer.self), reader: reader))
            }
        }
        return ResponseBody(contentLength: Int(multipart.lengthBytes)) { [begun] writer in
            try await watch.during {
                var parts = begun.makeIterator()
                for piece in multipart.pieces {
                    switch piece {
                    case .text(let text):
                        try await writer.write(ByteBuffer(string: text))
                    case .audio(let range):
                        if let part = parts.next() ?? nil {
                            try await write(part.first, then: part.reader, to: &writer)
                        } else {
                            try await write(nil, then: visit.reader(of: range), to: &writer)
                        }
                    }
                }
                try await writer.finish(nil)
            }
        }
    }

    private static func write(
        _ first: ByteBuffer?,
        then reader: AudioReader,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        if let first { try await writer.write(first) }
        while let piece = try await reader.next(as: ByteBuffer.self) {
            try await writer.write(piece)
        }
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
}
