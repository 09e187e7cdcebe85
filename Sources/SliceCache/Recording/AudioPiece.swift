/// What audio is read into: an array, or the buffer that it is sent from, which spares a copy.
package protocol AudioPiece: Sendable {
    /// A piece with room for `count` bytes, all of which `fill` writes, or whose failure it passes on.
    init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws(SliceFileError) -> Void) throws(SliceFileError)

    /// A part of it, counted from its beginning.
    func part(_ range: Range<Int>) -> Self
}

extension [UInt8]: AudioPiece {
    package init(
        count: Int,
        fill: (UnsafeMutableRawBufferPointer) throws(SliceFileError) -> Void
    ) throws(SliceFileError) {
        var failure: SliceFileError?
        self.init(unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SliceFileError) {
                try fill(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count])))
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    package func part(_ range: Range<Int>) -> [UInt8] { Array(self[range]) }
}

extension AudioPiece {
    /// A piece of bytes that are in memory already.
    init(_ bytes: ArraySlice<UInt8>) {
        do throws(SliceFileError) {
            try self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
        } catch {
            preconditionFailure("copying cannot fail")
        }
    }
}
