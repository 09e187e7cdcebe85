/// The way through packed bytes, from their beginning; whoever packed them knows what comes.
struct PackedReading {
    private let all: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        all = bytes
    }

    /// How many bytes are left.
    var left: Int { all.count - place }

    @inline(__always)
    mutating func byte() -> UInt8 {
        defer { place += 1 }
        return all[place]
    }

    /// A number that takes seven bits of each byte, the low ones first.
    @inline(__always)
    mutating func number() -> Int {
        var (number, shift) = (0, 0)
        while true {
            let byte = byte()
            number |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    /// A number of 32 bits, whatever its sign.
    mutating func number32() -> Int32 {
        Int32(truncatingIfNeeded: number())
    }

    @inline(__always)
    mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer {
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: all[place..<place + count])
    }

    mutating func text(_ count: Int) -> String {
        String(decoding: bytes(count), as: UTF8.self)
    }

    /// Something with its length before it; `nil` at the end.
    ///
    /// - Returns: where it stands with its length, and the bytes behind that.
    mutating func nextPacked() -> (place: Range<Int>, bytes: UnsafeRawBufferPointer)? {
        guard left > 0 else { return nil }
        let start = place
        let count = number()
        let bytes = bytes(count)
        return (start..<place, bytes)
    }
}
