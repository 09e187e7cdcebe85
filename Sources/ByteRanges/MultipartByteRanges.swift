/// The framing of a `multipart/byteranges` body around its ranges.
///
/// Source: RFC 9110 §14.6, RFC 2046 §5.1.
package struct MultipartByteRanges: Hashable, Sendable {
    /// A piece of the body, in order.
    package enum Piece: Hashable, Sendable {
        case text(String)
        case audio(Range<Int64>)
    }

    package let boundary: String
    package let pieces: [Piece]

    /// Frames ranges of a recording.
    ///
    /// - Parameters:
    ///   - ranges: in the order they are sent.
    ///   - sizeBytes: of the whole recording.
    ///   - contentType: of the audio, repeated in each part.
    ///   - boundary: up to 70 characters that do not occur in the audio; random.
    package init(ranges: [Range<Int64>], sizeBytes: Int64, contentType: String, boundary: String) {
        self.boundary = boundary
        var pieces: [Piece] = []
        for (index, range) in ranges.enumerated() {
            let head = "\(index == 0 ? "" : "\r\n")--\(boundary)\r\nContent-Type: \(contentType)\r\n"
            let position = ContentRange.satisfied(range, sizeBytes: sizeBytes)
            pieces.append(.text("\(head)Content-Range: \(position)\r\n\r\n"))
            pieces.append(.audio(range))
        }
        pieces.append(.text("\r\n--\(boundary)--\r\n"))
        self.pieces = pieces
    }

    /// The value of the response's Content-Type.
    package var contentType: String { "multipart/byteranges; boundary=\(boundary)" }

    /// The body's exact length.
    package var lengthBytes: Int64 {
        pieces.reduce(0) { sum, piece in
            switch piece {
            case .text(let text): sum + Int64(text.utf8.count)
            case .audio(let range): sum + Int64(range.count)
            }
        }
    }
}
