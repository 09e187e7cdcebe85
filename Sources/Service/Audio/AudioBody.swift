internal import ByteRanges
internal import Hummingbird
internal import NIOCore
internal import SliceCache

/// The body of an audio answer, read as fast as the listener takes it.
enum AudioBody {
    /// Makes sure of the first bytes, so that whatever fails up to there is told with a status; the rest follows as it is written.
    static func prepare(_ plan: AudioReply.Body, of visit: AudioVisit) async throws -> ResponseBody {
        switch plan {
        case .none:
            return ResponseBody()
        case .audio(let range) where range.isEmpty:
            return ResponseBody()
        case .audio(let range):
            let reader = try visit.reader(of: range)
            let first = try await reader.next()
            return ResponseBody(contentLength: range.count) { writer in
                try await write(first, then: reader, to: &writer)
                try await writer.finish(nil)
            }
        case .multipart(let multipart):
            return try await prepare(multipart, of: visit)
        }
    }

    private static func prepare(_ multipart: MultipartByteRanges, of visit: AudioVisit) async throws -> ResponseBody {
        let ranges = multipart.pieces.compactMap { piece in if case .audio(let range) = piece { range } else { nil } }
        guard let firstRange = ranges.first else { return ResponseBody() }
        let firstReader = try visit.reader(of: firstRange)
        let first = try await firstReader.next()
        return ResponseBody(contentLength: Int(multipart.lengthBytes)) { writer in
            var hasBegun = false
            for piece in multipart.pieces {
                switch piece {
                case .text(let text):
                    try await writer.write(ByteBuffer(string: text))
                case .audio where !hasBegun:
                    hasBegun = true
                    try await write(first, then: firstReader, to: &writer)
                case .audio(let range):
                    try await write(nil, then: visit.reader(of: range), to: &writer)
                }
            }
            try await writer.finish(nil)
        }
    }

    private static func write(
        _ first: ArraySlice<UInt8>?,
        then reader: AudioReader,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        if let first { try await writer.write(ByteBuffer(bytes: first)) }
        while let bytes = try await reader.next() {
            try await writer.write(ByteBuffer(bytes: bytes))
        }
    }
}
