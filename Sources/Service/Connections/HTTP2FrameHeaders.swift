/// Finds the headers of HTTP/2 frames in the bytes of one direction of a connection, however they are cut; pure.
///
/// Source: RFC 9113 section 4.1.
struct HTTP2FrameHeaders: Sendable {
    struct Header: Hashable, Sendable {
        static let bytes = 9

        let kind: UInt8
        let flags: UInt8
        let payloadBytes: Int
    }

    enum Kind {
        static let settings: UInt8 = 0x4
        static let goAway: UInt8 = 0x7
    }

    static let acknowledged: UInt8 = 0x1

    /// Bytes that belong to nothing that is looked for: the client's preface, then payloads.
    private var passing: Int
    private var header: [UInt8] = []

    /// - Parameter prefaceBytes: what comes before the first frame.
    init(prefaceBytes: Int = 0) {
        passing = prefaceBytes
    }

    /// Looks on to the next header's last byte.
    ///
    /// - Parameter bytes: those that follow the ones seen so far; what was looked at is taken off.
    /// - Returns: `nil` once there are no more bytes.
    mutating func next<Bytes: RandomAccessCollection<UInt8>>(in bytes: inout Bytes) -> Header?
    where Bytes.SubSequence == Bytes {
        while !bytes.isEmpty {
            if passing > 0 {
                let count = min(passing, bytes.count)
                passing -= count
                bytes = bytes.dropFirst(count)
                continue
            }
            // Mostly a header has come wholly.
            if header.isEmpty, bytes.count >= Header.bytes {
                let whole = bytes.prefix(Header.bytes)
                bytes = bytes.dropFirst(Header.bytes)
                return take(whole)
            }
            let piece = bytes.prefix(Header.bytes - header.count)
            header += piece
            bytes = bytes.dropFirst(piece.count)
            guard header.count == Header.bytes else { return nil }
            defer { header = [] }
            return take(header)
        }
        return nil
    }

    private mutating func take<Bytes: RandomAccessCollection<UInt8>>(_ header: Bytes) -> Header {
        passing = header.prefix(3).reduce(0) { $0 << 8 | Int($1) }
        let kind = header.index(header.startIndex, offsetBy: 3)
        return Header(kind: header[kind], flags: header[header.index(after: kind)], payloadBytes: passing)
    }
}
